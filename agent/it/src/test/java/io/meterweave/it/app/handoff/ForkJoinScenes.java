package io.meterweave.it.app.handoff;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Fork/join pools and parallel streams. */
public final class ForkJoinScenes {
    private static final int LEAVES = 64;
    private static final Future<?> DONE = CompletableFuture.completedFuture(null);

    private final Stage stage = new Stage();
    private Future<?> future = DONE;

    private ForkJoinScenes() {}

    public static void main(String[] args) throws Exception {
        ForkJoinScenes scenes = new ForkJoinScenes();
        for (ForkJoinPool pool : List.of(new ForkJoinPool(4), ForkJoinPool.commonPool())) {
            scenes.pool(pool == ForkJoinPool.commonPool() ? "common-" : "own-", pool);
        }
        scenes.streams();
        scenes.helpingForNobody();
        scenes.stage.end();
    }

    /** So many inferences, by halves. */
    private static final class Halves extends RecursiveAction {
        private final int leaves;

        private Halves(int leaves) {
            this.leaves = leaves;
        }

        @Override
        protected void compute() {
            if (leaves == 1) {
                Stage.infer();
            } else if (leaves > 1) {
                Halves half = new Halves(leaves / 2);
                half.fork();
                new Halves(leaves - leaves / 2).compute();
                half.join();
            }
        }
    }

    private void pool(String name, ForkJoinPool pool) throws Exception {
        stage.scene(
                name + "execute",
                1,
                () -> {
                    ForkJoinTask<?> task = ForkJoinTask.adapt(stage.inferLater());
                    pool.execute(task);
                    future = task;
                },
                this::await);
        stage.scene(name + "submit", 1, () -> future = pool.submit(stage.inferLater()), this::await);
        stage.scene(
                name + "callable", 1, () -> future = pool.submit(Executors.callable(stage.inferLater())), this::await);
        stage.scene(name + "task", LEAVES, () -> future = pool.submit(new Halves(LEAVES)), this::await);
        stage.scene(name + "invoke", LEAVES, () -> pool.invoke(new Halves(LEAVES)), this::await);
        Callable<Object> call = Executors.callable(Stage::infer);
        stage.scene(name + "invoke-all", 3, () -> pool.invokeAll(List.of(call, call, call)), this::await);
        if ((Object) pool instanceof ScheduledExecutorService scheduler) {
            stage.scene(
                    name + "schedule",
                    1,
                    () -> future = scheduler.schedule(stage.inferLater(), 1, TimeUnit.MILLISECONDS),
                    this::await);
        }
        stage.forNobody(LEAVES + 1, () -> {
            pool.submit(new Halves(LEAVES)).get();
            pool.submit(Stage::infer).get();
        });
    }

    private void streams() throws Exception {
        stage.scene("for-each", LEAVES, () -> range().forEach(i -> Stage.infer()), this::await);
        stage.scene("for-each-ordered", LEAVES, () -> range().forEachOrdered(i -> Stage.infer()), this::await);
        stage.scene(
                "map-sorted",
                LEAVES,
                () -> range().map(ForkJoinScenes::inferred).sorted().sum(),
                this::await);
        stage.scene(
                "collect",
                LEAVES,
                () -> range().mapToObj(ForkJoinScenes::inferred)
                        .distinct()
                        .limit(LEAVES)
                        .toList(),
                this::await);
        stage.forNobody(LEAVES, () -> range().forEach(i -> Stage.infer()));
    }

    /** The pool's only worker waits, in a scope, for a task that was forked before, and so runs it itself. */
    private void helpingForNobody() throws Exception {
        ForkJoinPool alone = new ForkJoinPool(1);
        stage.forNobody(
                1,
                () -> alone.submit(() -> {
                            ForkJoinTask<?> before =
                                    ForkJoinTask.adapt(Stage::infer).fork();
                            try (Scope scope = MeterContext.open("waits")) {
                                before.join();
                                Stage.infer();
                            }
                        })
                        .get());
        System.out.println("waits 1");
    }

    private static IntStream range() {
        return IntStream.range(0, LEAVES).parallel();
    }

    private static int inferred(int i) {
        Stage.infer();
        return i;
    }

    private void await() throws Exception {
        future.get();
        future = DONE;
    }
}
