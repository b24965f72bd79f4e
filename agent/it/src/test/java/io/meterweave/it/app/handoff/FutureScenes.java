package io.meterweave.it.app.handoff;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** {@code CompletableFuture}: each kind of stage, completed by a thread that works for somebody else. */
public final class FutureScenes {
    private final Stage stage = new Stage();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    private FutureScenes() {}

    public static void main(String[] args) throws Exception {
        FutureScenes scenes = new FutureScenes();
        scenes.begun();
        scenes.completedByOthers();
        scenes.pool.shutdown();
        scenes.stage.end();
    }

    private void begun() throws Exception {
        begin("supply-async", later -> CompletableFuture.supplyAsync(() -> value(later)));
        begin("supply-async-pool", later -> CompletableFuture.supplyAsync(() -> value(later), pool));
        begin("run-async", later -> CompletableFuture.runAsync(later));
        begin("run-async-pool", later -> CompletableFuture.runAsync(later, pool));
        begin("complete-async", later -> new CompletableFuture<Integer>().completeAsync(() -> value(later), pool));
        Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, pool);
        begin("delayed", later -> CompletableFuture.runAsync(later, delayed));
        CompletableFuture<?>[] raw = {new CompletableFuture<>()};
        stage.scene(
                "delayed-execute",
                1,
                () -> {
                    Runnable later = stage.inferLater();
                    delayed.execute(() -> {
                        later.run();
                        raw[0].complete(null);
                    });
                },
                () -> get(raw[0]));
        stage.forNobody(2, () -> {
            get(CompletableFuture.runAsync(Stage::infer, pool));
            get(CompletableFuture.runAsync(Stage::infer));
        });
    }

    private void begin(String subject, Function<Runnable, CompletableFuture<?>> begin) throws Exception {
        CompletableFuture<?>[] future = new CompletableFuture<?>[1];
        stage.scene(subject, 1, () -> future[0] = begin.apply(stage.inferLater()), () -> get(future[0]));
    }

    private void completedByOthers() throws Exception {
        Runnable infer = Stage::infer;
        dependent("apply", f -> f.thenApply(i -> value(infer)));
        dependent("apply-async", f -> f.thenApplyAsync(i -> value(infer)));
        dependent("apply-async-pool", f -> f.thenApplyAsync(i -> value(infer), pool));
        dependent("accept", f -> f.thenAccept(i -> infer.run()));
        dependent("run", f -> f.thenRun(infer));
        dependent("when-complete", f -> f.whenComplete((i, e) -> infer.run()));
        dependent("handle-async", f -> f.handleAsync((i, e) -> value(infer)));
        dependent("exceptionally", f -> failing(f).exceptionally(e -> value(infer)));
        dependent("compose", f -> f.thenCompose(i -> CompletableFuture.runAsync(infer, pool)));
        dependent(
                "exceptionally-compose",
                f -> failing(f).exceptionallyCompose(e -> {
                    infer.run();
                    return CompletableFuture.completedFuture(0);
                }));
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(0);
        CompletableFuture<Integer> never = new CompletableFuture<>();
        dependent("combine", f -> f.thenCombine(done, (i, j) -> value(infer)));
        dependent("accept-both", f -> done.thenAcceptBoth(f, (i, j) -> infer.run()));
        dependent("run-after-both", f -> f.runAfterBothAsync(done, infer));
        dependent("apply-to-either", f -> f.applyToEither(never, i -> value(infer)));
        dependent("accept-either", f -> never.acceptEither(f, i -> infer.run()));
        dependent("run-after-either", f -> f.runAfterEither(never, infer));
    }

    /** A stage made for one subject, of a future that a thread completes while it works for another. */
    private void dependent(String subject, Function<CompletableFuture<Integer>, CompletableFuture<?>> make)
            throws Exception {
        CompletableFuture<Integer> source = new CompletableFuture<>();
        CompletableFuture<?>[] made = new CompletableFuture<?>[1];
        stage.scene(subject, 1, () -> made[0] = make.apply(source), () -> {});
        stage.scene(
                "completes-" + subject,
                1,
                () -> pool.execute(() -> {
                    Stage.infer();
                    source.complete(0);
                }),
                () -> get(made[0]));
    }

    private static CompletableFuture<Integer> failing(CompletableFuture<Integer> source) {
        return source.thenApply(i -> {
            throw new IllegalStateException();
        });
    }

    private static Integer value(Runnable infer) {
        infer.run();
        return 0;
    }

    private static void get(CompletableFuture<?> future) throws Exception {
        future.get(Stage.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
