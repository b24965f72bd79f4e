package io.meterweave.plugin.declared;

import io.meterweave.plugin.Inference;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Results that are still to come when a method returns: futures, iterators, streams, publishers. */
final class Results {
    private Results() {}

    /** Whether a method that returns this is likely to: then it is worth to remember what it declares for each call. */
    static boolean areToCome(Class<?> declared) {
        return Future.class.isAssignableFrom(declared)
                || CompletionStage.class.isAssignableFrom(declared)
                || Iterator.class.isAssignableFrom(declared)
                || BaseStream.class.isAssignableFrom(declared)
                || Flow.Publisher.class.isAssignableFrom(declared);
    }

    /**
     * Ends a call that nobody reads.
     *
     * @return what its caller gets in place of the result; null for the result itself
     */
    static @Nullable Object end(Inference inference, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown == null && isToCome(result)) {
            inference.incomplete();
        }
        inference.finish(thrown);
        return null;
    }

    static boolean isToCome(@Nullable Object result) {
        return result instanceof Future
                || result instanceof CompletionStage
                || result instanceof Iterator
                || result instanceof BaseStream
                || result instanceof Flow.Publisher;
    }
}
