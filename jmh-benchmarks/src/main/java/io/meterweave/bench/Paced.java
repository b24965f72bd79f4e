package io.meterweave.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.CompilerControl;
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

    /** Makes one call. */
    abstract @Nullable Object call() throws Exception;

    /**
     * Makes so many calls. The untimed and the timed ones run the very same compiled code: else the timed ones would
     * begin with code that the caches have lost in the pause, 2 µs that are none of the call's.
     */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    void calls(int count) throws Exception {
        Object last = null;
        for (int i = 0; i < count; i++) {
            last = call();
        }
        sink = last;
    }

    /** Waits for the tick and makes the calls that are not timed. */
    @Setup(Level.Invocation)
    public void begin() throws Exception {
        Burst.awaitTick();
        bursts++;
        bytes = Tally.allocated();
        calls(Burst.UNTIMED);
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
