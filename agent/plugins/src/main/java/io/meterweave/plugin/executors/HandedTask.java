package io.meterweave.plugin.executors;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.HandedRunnable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A task with what goes along with it, in the queue of an executor in place of the task. Whoever asks for the task has to
 * get it back: see {@link #shown}, {@link #remove}. Where that cannot be kept up the task stays as it is.
 */
final class HandedTask extends HandedRunnable {
    private HandedTask(Runnable task, Carried with) {
        super(task, with);
    }

    /** A task for the queue of a pool; null where it has to stay what it is, or nothing goes along. */
    static @Nullable Runnable queued(@Nullable Runnable task, ThreadPoolExecutor pool) {
        HandedTask handed = handed(task);
        return handed != null && PoolKinds.mayHold(pool, handed.task) && !sorts(pool.getQueue()) ? handed : null;
    }

    /** Whether what is queued is compared, by itself or by a comparator that may know its class. */
    private static boolean sorts(BlockingQueue<Runnable> queue) {
        return queue instanceof PriorityBlockingQueue || (Object) queue instanceof DelayQueue;
    }

    /**
     * A task with what goes along with it now; null where there is nothing, or the task is of a kind that is compared, or
     * that carries by itself.
     */
    static @Nullable HandedTask handed(@Nullable Runnable task) {
        Carried with = task instanceof Comparable ? null : carriedWith(task);
        return with == null || task == null ? null : new HandedTask(task, with);
    }

    /** What an application may see of something queued. */
    static Runnable shown(Runnable queued) {
        return queued instanceof HandedTask handed ? handed.task : queued;
    }

    /**
     * What a handler of rejected tasks gets: its own task, except where that is a lambda, which it cannot tell from another
     * one; handlers that put it into the queue themselves keep what goes along with it, then.
     */
    static @Nullable Runnable rejected(@Nullable Runnable queued) {
        return queued instanceof HandedTask handed && !PoolKinds.isAnonymous(handed.task) ? handed.task : null;
    }

    /** Removes what stands for the task in the queue of a pool. */
    static boolean remove(@Nullable Runnable task, ThreadPoolExecutor pool) {
        return task != null && !sorts(pool.getQueue()) && pool.getQueue().remove(new Sought(task));
    }

    /** Equal to what stands for a task: queues ask what they look for, not what they hold. */
    private record Sought(Runnable task) implements Runnable {
        @Override
        public void run() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean equals(@Nullable Object queued) {
            return queued instanceof HandedTask handed && task.equals(handed.task);
        }

        @Override
        public int hashCode() {
            return task.hashCode();
        }
    }
}
