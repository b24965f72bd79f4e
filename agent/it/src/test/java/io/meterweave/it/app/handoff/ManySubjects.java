package io.meterweave.it.app.handoff;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * {@code ManySubjects <tasks> <subjects> <virtual>}: that many tasks, handed over by several threads in every way at once, in
 * a scope of one of so many subjects each. What a task does depends on its number only, so that it is known how many
 * inferences each subject has. Every eleventh task is for nobody.
 */
public final class ManySubjects {
    private static final int SUBMITTERS = 4;
    private static final int WAYS = 9;

    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final ForkJoinPool forkJoin = new ForkJoinPool(4);
    private final ExecutorService perTask;
    private final CountDownLatch calls;
    private final int tasks;
    private final int[] expected;

    private ManySubjects(int tasks, int subjects, boolean virtual) {
        this.tasks = tasks;
        this.expected = new int[subjects + 1];
        this.perTask = virtual ? Virtual.perTask() : Executors.newCachedThreadPool();
        int all = 0;
        for (int task = 0; task < tasks; task++) {
            expected[subject(task)] += inferences(task);
            all += inferences(task);
        }
        this.calls = new CountDownLatch(all);
    }

    public static void main(String[] args) throws Exception {
        ManySubjects many =
                new ManySubjects(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]));
        many.go();
        for (int subject = 1; subject < many.expected.length; subject++) {
            System.out.println("subject-" + subject + " " + many.expected[subject]);
        }
        System.out.println("- " + many.expected[0]);
    }

    /** 0 is nobody. */
    private int subject(int task) {
        return task % 11 == 0 ? 0 : new Random(task).nextInt(expected.length - 1) + 1;
    }

    private static int way(int task) {
        return new Random(~task).nextInt(WAYS);
    }

    private static int inferences(int task) {
        int way = way(task);
        return way == 5 || way == 6 ? 4 : way == 3 ? 2 : 1;
    }

    private void go() throws Exception {
        List<Thread> submitters = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            int first = i;
            Thread submitter = new Thread(() -> {
                for (int task = first; task < tasks; task += SUBMITTERS) {
                    submit(task);
                }
            });
            submitter.start();
            submitters.add(submitter);
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        Stage.await(calls);
        for (ExecutorService executor : List.of(pool, timer, forkJoin, perTask)) {
            executor.shutdown();
        }
    }

    private void submit(int task) {
        int subject = subject(task);
        if (subject == 0) {
            handOver(way(task));
            return;
        }
        try (Scope scope = MeterContext.open("subject-" + subject)) {
            handOver(way(task));
        }
    }

    private void infer() {
        Stage.infer();
        calls.countDown();
    }

    private void handOver(int way) {
        switch (way) {
            case 0 -> pool.execute(this::infer);
            case 1 -> pool.submit(this::infer);
            case 2 -> timer.schedule(this::infer, 1, TimeUnit.MICROSECONDS);
            case 3 -> CompletableFuture.runAsync(this::infer, pool).thenRunAsync(this::infer, perTask);
            case 4 -> CompletableFuture.runAsync(() -> {}).thenRun(this::infer);
            case 5 -> forkJoin.submit(new Halves(4));
            case 6 -> IntStream.range(0, 4).parallel().forEach(i -> infer());
            case 7 -> perTask.execute(this::infer);
            default -> pool.execute(() -> forkJoin.execute(() -> perTask.submit(this::infer)));
        }
    }

    /** Joins while other tasks are waiting: whoever waits may help with those of others. */
    private final class Halves extends RecursiveAction {
        private final int leaves;

        private Halves(int leaves) {
            this.leaves = leaves;
        }

        @Override
        protected void compute() {
            if (leaves == 1) {
                infer();
            } else {
                Halves half = new Halves(leaves / 2);
                half.fork();
                new Halves(leaves / 2).compute();
                half.join();
            }
        }
    }
}
