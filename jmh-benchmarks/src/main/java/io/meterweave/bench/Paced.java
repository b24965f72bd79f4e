package io.meterweave.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One thread's bursts of one kind of call. */
@State(Scope.Thread)
public abstract class Paced {
    @SuppressWarnings("unused") // so that calls have an effect
    private static volatile @Nullable Object sink;

    private long bytes;
    private long bursts;

    /** Makes one call; a number is answered as null. */
    abstract @Nullable Object call() throws Exception;

    /** Waits for the tick and makes the calls that are not timed. */
    @Setup(Level.Invocation)
    public void begin() throws Exception {
        Burst.awaitTick();
        for (int i = 0; i < Burst.UNTIMED; i++) {
            sink = call();
        }
        bursts++;
        bytes = Tally.allocated();
    }

    /** Takes what the burst has allocated. */
    @TearDown(Level.Invocation)
    public void end() {
        Tally.burst(Tally.allocated() - bytes);
    }

    /** Says how many calls there were. */
    @TearDown(Level.Trial)
    public void tell() throws IOException {
        Tally.tell("calls", bursts * (Burst.UNTIMED + Burst.TIMED));
    }
}
