package io.meterweave.it.app.handoff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code ExecutorService} and {@code ScheduledExecutorService}: each kind of hand-off, and the same threads for nobody. */
public final class PoolScenes {
    private final Stage stage = new Stage();
    private final List<Future<?>> futures = new ArrayList<>();

    private PoolScenes() {}

    public static void main(String[] args) throws Exception {
        PoolScenes scenes = new PoolScenes();
        scenes.immediately();
        scenes.scheduled();
        scenes.stage.end();
    }

    private void immediately() throws Exception {
        // Its one thread is started by the first task, in a scope.
        ExecutorService pool = Executors.newFixedThreadPool(1);
        CountDownLatch executed = new CountDownLatch(1);
        stage.scene(
                "execute",
                1,
                () -> {
                    Runnable later = stage.inferLater();
                    pool.execute(() -> {
                        later.run();
                        executed.countDown();
                    });
                },
                () -> Stage.await(executed));
        stage.forNobody(1, () -> pool.submit(Stage::infer).get());
        stage.scene("submit", 1, () -> futures.add(pool.submit(stage.inferLater())), this::await);
        stage.scene("submit-result", 1, () -> futures.add(pool.submit(stage.inferLater(), "result")), this::await);
        stage.scene(
                "submit-callable",
                1,
                () -> futures.add(pool.submit(Executors.callable(stage.inferLater()))),
                this::await);
        Callable<Object> call = Executors.callable(Stage::infer);
        stage.scene("invoke-all", 3, () -> pool.invokeAll(Collections.nCopies(3, call)), this::await);
        stage.scene("invoke-any", 1, () -> pool.invokeAny(List.of(call)), this::await);
        CountDownLatch nobody = new CountDownLatch(1);
        stage.forNobody(1, () -> {
            pool.execute(() -> {
                Stage.infer();
                nobody.countDown();
            });
            Stage.await(nobody);
        });
        stage.forNobody(2, () -> pool.invokeAll(Collections.nCopies(2, call)));
        pool.shutdown();
    }

    private void scheduled() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        stage.scene(
                "schedule",
                2,
                () -> {
                    futures.add(pool.schedule(stage.inferLater(), 1, TimeUnit.MILLISECONDS));
                    futures.add(pool.schedule(Executors.callable(stage.inferLater()), 1, TimeUnit.MILLISECONDS));
                },
                this::await);
        stage.forNobody(
                1, () -> pool.schedule(Stage::infer, 0, TimeUnit.MILLISECONDS).get());
        stage.scene(
                "execute-scheduled",
                1,
                () -> pool.execute(stage.inferLater()),
                () -> pool.submit(() -> {}).get());
        periodic("fixed-rate", task -> pool.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS));
        periodic("fixed-delay", task -> pool.scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS));
        stage.forNobody(1, () -> pool.submit(Stage::infer).get());
        pool.shutdown();
    }

    private interface Schedule {
        ScheduledFuture<?> begin(Runnable task);
    }

    /** Three runs, each of them for whom it was scheduled. */
    private void periodic(String subject, Schedule schedule) throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        List<ScheduledFuture<?>> begun = new ArrayList<>();
        stage.scene(
                subject,
                3,
                () -> {
                    Runnable later = stage.inferLater();
                    begun.add(schedule.begin(() -> {
                        if (runs.getCount() > 0) {
                            later.run();
                            runs.countDown();
                        }
                    }));
                },
                () -> {
                    Stage.await(runs);
                    begun.get(0).cancel(false);
                });
    }

    private void await() throws Exception {
        for (Future<?> future : futures) {
            future.get();
        }
        futures.clear();
    }
}
