package io.meterweave.bench.peer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer and a counter, which exist before the calls: sums by model and subject, in memory only. */
final class MicrometerPeer implements Peer {
    private final Timer timer;
    private final Counter tokens;

    MicrometerPeer() {
        Facts facts = Facts.OF_THE_CALLS;
        String[] tags = {"provider", facts.provider(), "model", facts.model(), "subject", facts.subject()};
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        timer = registry.timer("inference", tags);
        tokens = registry.counter("tokens", tags);
    }

    @Override
    public @Nullable Object call(Inference inference, Facts facts) throws Exception {
        long start = System.nanoTime();
        Object result = inference.run();
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        tokens.increment((double) facts.tokens());
        return result;
    }

    @Override
    public long arrived() {
        long told = Math.round(tokens.count() / (double) Facts.OF_THE_CALLS.tokens());
        return Math.min(told, timer.count());
    }
}
