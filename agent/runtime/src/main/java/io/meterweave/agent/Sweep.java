package io.meterweave.agent;

import io.meterweave.plugin.OpenCalls;
import io.meterweave.ring.Checkpoints;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code meterweave-sweep}: looks after calls that outlive their methods. It sleeps until there is one, and then sweeps at
 * intervals ({@link OpenCalls}).
 */
final class Sweep implements Runnable {
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Streams streams;
    private final LiveEpoch epoch;
    private final Complaints complaints;
    private final OpenCalls calls;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean left;

    private Sweep(Streams streams, LiveEpoch epoch, Complaints complaints) {
        this.streams = streams;
        this.epoch = epoch;
        this.complaints = complaints;
        this.calls = new OpenCalls(streams.timeoutNanos(), epoch.stat()::sequence, this::openCheckpoints);
        this.thread = Threads.daemon("meterweave-sweep", this);
    }

    static Sweep start(Streams streams, LiveEpoch epoch, Complaints complaints) {
        Sweep sweep = new Sweep(streams, epoch, complaints);
        sweep.thread.start();
        return sweep;
    }

    /** Sweeps for the last time; answers whether calls are open that may still come to their end. */
    boolean stop() {
        stopping = true;
        LockSupport.unpark(thread);
        thread.interrupt();
        Threads.join(thread, STOP_NANOS);
        return left;
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                round();
            } catch (InterruptedException e) {
                // To be stopped.
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
        boolean unused = Thread.interrupted();
        left = true; // Unless it is known better.
        left = calls.end();
    }

    private void round() throws InterruptedException {
        if (calls.isEmpty()) {
            calls.awaitFirst();
        }
        if (!stopping && !calls.isEmpty()) {
            calls.await(streams.checkpointNanos());
            calls.sweep();
        }
    }

    private void failed(Throwable e) {
        try {
            complaints.accept("cannot look after open streams: " + e + "; tried again");
            calls.await(streams.checkpointNanos());
        } catch (InterruptedException | Error again) {
            // To be stopped; or no heap to say so, and it is tried again all the same.
        }
    }

    private @Nullable Checkpoints openCheckpoints() {
        try {
            return epoch.openCheckpoints();
        } catch (IOException e) {
            complaints.accept("cannot keep what open streams used so far: " + e
                    + "; a crash leaves nothing of them, and they end as incomplete with the JVM: look at the disk");
            return null;
        }
    }
}
