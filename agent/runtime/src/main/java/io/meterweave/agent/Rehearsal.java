package io.meterweave.agent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Goes once through what was woven of the JDK, so that it is linked here, and not at its first use: which may be deep in a
 * stack, under a lock, or on the carrier of a virtual thread. It starts no thread but one of ours, and nothing of the host's:
 * neither the common pool nor virtual threads. What it leaves out for that, {@code fork} and the start of a virtual thread,
 * is linked when it is used.
 */
final class Rehearsal {
    private static final Executor SAME_THREAD = Runnable::run;

    private Rehearsal() {}

    static void run() {
        pools();
        stages();
        pairs();
        forkJoin();
        Threads.daemon("meterweave-handoffs", () -> {}).start();
    }

    private static void pools() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());
        boolean queued = pool.shutdownNow().isEmpty();
        Runnable task = new FutureTask<>(() -> queued);
        pool.execute(task);
        boolean removed = pool.remove(task);
        new FutureTask<>(() -> {}, removed).run();
    }

    private static void stages() {
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(0);
        CompletableFuture<Integer> failed = CompletableFuture.failedFuture(new CancellationException());
        CompletableFuture<?>[] unused = {
            CompletableFuture.supplyAsync(() -> 0, SAME_THREAD),
            CompletableFuture.runAsync(() -> {}, SAME_THREAD),
            new CompletableFuture<Integer>().completeAsync(() -> 0, SAME_THREAD),
            done.thenApply(i -> i),
            done.thenAccept(i -> {}),
            done.thenRun(() -> {}),
            done.whenComplete((i, e) -> {}),
            done.handle((i, e) -> i),
            failed.exceptionally(e -> 0),
            done.thenCompose(i -> done),
            failed.exceptionallyCompose(e -> done),
        };
    }

    private static void pairs() {
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(0);
        CompletableFuture<?>[] unused = {
            done.thenCombine(done, Integer::sum),
            done.thenAcceptBoth(done, (i, j) -> {}),
            done.runAfterBoth(done, () -> {}),
            done.applyToEither(done, i -> i),
            done.acceptEither(done, i -> {}),
            done.runAfterEither(done, () -> {}),
        };
    }

    private static void forkJoin() {
        ForkJoinTask<?> task = ForkJoinTask.adapt(() -> {});
        task.invoke();
        try {
            Object unused = ForkJoinTask.adapt(() -> {}).get(1, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            // Nobody runs it.
        }
        ForkJoinPool pool = new ForkJoinPool(1);
        pool.shutdown();
        try {
            task = pool.submit(() -> {});
        } catch (RejectedExecutionException e) {
            // Of course.
        }
    }
}
