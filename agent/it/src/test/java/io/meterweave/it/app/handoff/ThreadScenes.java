package io.meterweave.it.app.handoff;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;

/** {@code Thread.start}; with {@code virtual}, on a JDK that has them, virtual threads as well. */
public final class ThreadScenes {
    private final Stage stage = new Stage();
    private final List<Thread> threads = new ArrayList<>();

    private ThreadScenes() {}

    public static void main(String[] args) throws Exception {
        ThreadScenes scenes = new ThreadScenes();
        scenes.threads();
        scenes.workers();
        if (args.length > 0) {
            scenes.virtual();
        }
        scenes.stage.end();
    }

    private void threads() throws Exception {
        stage.scene("start", 1, () -> start(new Thread(stage.inferLater())), this::join);
        Runnable[] task = new Runnable[1];
        Thread early = new Thread(() -> task[0].run());
        stage.scene(
                "start-in-scope",
                1,
                () -> {
                    task[0] = stage.inferLater();
                    start(early);
                },
                this::join);
        stage.scene(
                "start-of-started",
                1,
                () -> {
                    Runnable later = stage.inferLater();
                    start(new Thread(() -> {
                        Thread inner = new Thread(later);
                        inner.start();
                        joined(inner);
                    }));
                },
                this::join);
        stage.scene(
                "thread-per-task",
                1,
                () -> {
                    Executor executor = r -> start(new Thread(r));
                    executor.execute(stage.inferLater());
                },
                this::join);
        stage.forNobody(1, () -> {
            start(new Thread(Stage::infer));
            join();
        });
    }

    /** A pool that is not the JDK's: its worker, which the first task starts, must not be the first customer's for ever. */
    private static final class OwnPool implements Executor {
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        private boolean started;

        @Override
        public synchronized void execute(Runnable task) {
            queue.add(task);
            if (!started) {
                started = true;
                Thread worker = new Thread(this::work);
                worker.setDaemon(true);
                worker.start();
            }
        }

        private void work() {
            try {
                while (true) {
                    queue.take().run();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void workers() throws Exception {
        OwnPool own = new OwnPool();
        CountDownLatch started = new CountDownLatch(1);
        stage.scene("starts-worker", 0, () -> own.execute(started::countDown), () -> Stage.await(started));
        CountDownLatch done = new CountDownLatch(1);
        stage.forNobody(1, () -> {
            own.execute(() -> {
                Stage.infer();
                done.countDown();
            });
            Stage.await(done);
        });
        ThreadFactory lambdas = r -> new Thread(() -> r.run());
        pooled("pooled-thread", Executors.newFixedThreadPool(1, lambdas));
    }

    /** Submitted to a pool that has no thread yet. */
    private void pooled(String subject, ExecutorService pool) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        stage.scene(
                subject,
                1,
                () -> {
                    Runnable later = stage.inferLater();
                    pool.execute(() -> {
                        later.run();
                        done.countDown();
                    });
                },
                () -> Stage.await(done));
        stage.forNobody(1, () -> pool.submit(Stage::infer).get());
        pool.shutdown();
    }

    private void virtual() throws Exception {
        stage.scene("virtual-start", 1, () -> threads.add(Virtual.start(stage.inferLater())), this::join);
        ThreadFactory factory = Virtual.factory();
        stage.scene("virtual-factory", 1, () -> start(factory.newThread(stage.inferLater())), this::join);
        pooled("virtual-per-task", Virtual.perTask());
        pooled("virtual-pooled", Executors.newFixedThreadPool(1, factory));
        stage.scene(
                "virtual-of-virtual",
                1,
                () -> {
                    Runnable later = stage.inferLater();
                    threads.add(Virtual.start(() -> joined(Virtual.start(later))));
                },
                this::join);
        stage.forNobody(1, () -> {
            threads.add(Virtual.start(Stage::infer));
            join();
        });
    }

    private void start(Thread thread) {
        thread.start();
        threads.add(thread);
    }

    private void join() {
        threads.forEach(ThreadScenes::joined);
        threads.clear();
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
