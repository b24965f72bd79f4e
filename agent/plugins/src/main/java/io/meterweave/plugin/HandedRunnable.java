package io.meterweave.plugin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A task that was handed over, together with what goes along with it. */
public class HandedRunnable implements Runnable {
    /** What was handed over. */
    protected final Runnable task;

    private final Carried with;

    /** Puts them together. */
    protected HandedRunnable(Runnable task, Carried with) {
        this.task = task;
        this.with = with;
    }

    /** The task with what goes along with it now; null where there is nothing, or it carries by itself. */
    public static @Nullable Runnable of(@Nullable Runnable task) {
        Carried with = carriedWith(task);
        return with == null || task == null ? null : new HandedRunnable(task, with);
    }

    /** What goes along with a task; null where there is nothing, or it carries by itself. */
    protected static @Nullable Carried carriedWith(@Nullable Runnable task) {
        return task == null
                        || task instanceof HandedRunnable
                        || task instanceof FutureTask
                        || task instanceof CompletableFuture.AsynchronousCompletionTask
                ? null
                : MeterThread.toHand();
    }

    @Override
    public final void run() {
        int work = HandedWork.begin(with);
        try {
            task.run();
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public final String toString() {
        return task.toString();
    }
}
