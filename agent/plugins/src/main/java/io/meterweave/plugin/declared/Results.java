package io.meterweave.plugin.declared;

import io.meterweave.plugin.Inference;
import io.meterweave.plugin.ItemReader;
import io.meterweave.plugin.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** The one place where results that are still to come when a method returns have its call go on. */
final class Results {
    private Results() {}

    /**
     * Has the call go on, if its result does.
     *
     * @param declared what the method says that it returns
     * @param end when it returned, in the JVM's {@link System#nanoTime}
     * @return what its caller gets in place of the result; null for the result itself
     */
    static @Nullable Object end(
            Inference call, @Nullable Object result, Class<?> declared, @Nullable Throwable thrown, long end) {
        if (thrown == null && result != null && Deferred.outlives(result)) {
            return Deferred.wrap(result, declared, call.defer(), ItemReader.NONE);
        }
        call.finish(thrown, end);
        return null;
    }
}
