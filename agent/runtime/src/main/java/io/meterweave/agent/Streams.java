package io.meterweave.agent;

import java.util.concurrent.TimeUnit;

/**
 * How calls are looked after that outlive their methods.
 *
 * @param timeoutNanos how long a stream may not go on before it is abandoned
 * @param checkpointNanos how often what they used so far is kept: a crash loses what came after that
 */
record Streams(long timeoutNanos, long checkpointNanos) {
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_CHECKPOINT = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORTEST_TIMEOUT = TimeUnit.SECONDS.toNanos(1);

    static final Streams DEFAULT = new Streams(TimeUnit.MINUTES.toNanos(10), TimeUnit.SECONDS.toNanos(1));

    Streams {
        if (timeoutNanos < SHORTEST_TIMEOUT) {
            throw new IllegalArgumentException("stream.timeout=" + timeoutNanos + "ns: allowed is a duration from 1s");
        }
        if (checkpointNanos < SHORTEST || checkpointNanos > LONGEST_CHECKPOINT) {
            throw new IllegalArgumentException(
                    "stream.checkpoint=" + checkpointNanos + "ns: allowed is a duration from 10ms to 1m");
        }
    }
}
