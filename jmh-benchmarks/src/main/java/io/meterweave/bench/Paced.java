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
    private static final int CACHE_LINE = 64;

    @SuppressWarnings("unused") // so that calls have an effect
    private static volatile @Nullable Object sink;

    /** What an inference would have touched meanwhile: twice the cache that a core here has to itself. */
    private final byte[] other = new byte[4 << 20];

    @SuppressWarnings("unused")
    private int touched;

    private long bursts;

    /** Makes one call. */
    abstract @Nullable Object call() throws Exception;

    /**
     * Makes so many calls and answers how long they took. The untimed and the timed ones run the very same compiled code:
     * else the timed ones would begin with code that the caches have lost in the pause.
     */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    long calls(int count) throws Exception {
        long begin = System.nanoTime();
        Object last = null;
        for (int i = 0; i < count; i++) {
            last = call();
        }
        long end = System.nanoTime();
        sink = last;
        return end - begin;
    }

    /** Waits for the tick. */
    @Setup(Level.Invocation)
    public void begin() {
        Burst.awaitTick();
        bursts++;
    }

    /** Makes one burst, and then single calls with cold caches. */
    void burst() throws Exception {
        long before = Tally.allocated();
        calls(Burst.UNTIMED);
        long nanos = calls(Burst.TIMED);
        Tally.burst(nanos, Tally.allocated() - before);
        for (int i = 0; i < Burst.COLD; i++) {
            touch();
            Tally.cold(calls(1));
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private void touch() {
        int sum = 0;
        for (int i = 0; i < other.length; i += CACHE_LINE) {
            sum += ++other[i];
        }
        touched = sum;
    }

    /** Says how many calls there were. */
    @TearDown(Level.Trial)
    public void tell() throws IOException {
        Tally.tell("calls", bursts * Burst.CALLS);
    }
}
