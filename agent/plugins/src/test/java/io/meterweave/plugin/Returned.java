package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.LOCAL_CLIENT;
import static io.meterweave.plugin.Calls.model;

import io.meterweave.plugin.deferred.Deferred;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Methods that return something which goes on: as their advice makes a call of it. */
final class Returned {
    /** An item of n letters is n tokens. */
    static final ItemReader LETTERS = new ItemReader() {
        @Override
        public void item(@Nullable Object item, DeferredCall call) {
            call.tokensSource(TokensSource.REPORTED);
            call.add(Quantity.OUTPUT_TOKENS, String.valueOf(item).length());
        }

        @Override
        public void completed(@Nullable Object result, DeferredCall call) {
            item(result, call);
        }
    };

    private Returned() {}

    static <T> T returned(Class<T> declared, Supplier<? extends T> method) {
        return returned(declared, method, LETTERS);
    }

    static <T> T returned(Class<T> declared, Supplier<? extends T> method, ItemReader reader) {
        Inference inference = Inference.open(LOCAL_CLIENT, model("client"));
        inference.start();
        Object result = method.get();
        if (!Deferred.outlives(result)) {
            throw new AssertionError(result + " is not known to outlive its method");
        }
        return declared.cast(Deferred.wrap(result, declared, inference.defer(), reader));
    }

    static String summary(UsageRecord record) {
        Outcome outcome = record.outcome();
        return (outcome == null ? "?" : outcome.word()) + " " + record.value(Quantity.OUTPUT_TOKENS);
    }

    /** Sweeps and collects garbage until that many records are there; fails after half a minute. */
    static List<String> swept(RecordedRing ring, OpenCalls calls, int records) {
        List<String> found = new ArrayList<>();
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (found.size() < records && System.nanoTime() - until < 0) {
            System.gc();
            calls.sweep();
            ring.take().forEach(record -> found.add(summary(record)));
        }
        return found;
    }
}
