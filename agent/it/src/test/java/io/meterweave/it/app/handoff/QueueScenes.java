package io.meterweave.it.app.handoff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Pools whose owner looks at the tasks again: queues that sort, tasks that are removed, handed back, rejected, or cast by
 * the pool itself. Prints what went wrong, and then what has been called for whom.
 */
public final class QueueScenes {
    private final Stage stage = new Stage();

    private QueueScenes() {}

    public static void main(String[] args) throws Exception {
        QueueScenes scenes = new QueueScenes();
        scenes.sorted();
        scenes.removed();
        scenes.drained();
        scenes.rejected();
        scenes.cast();
        scenes.stage.end();
    }

    /** A task of a class that its owner knows. */
    private static class Numbered implements Runnable {
        final int number;
        private final Runnable work;

        Numbered(int number, Runnable work) {
            this.number = number;
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }

    private static final class Comparing extends Numbered implements Comparable<Comparing> {
        Comparing(int number, Runnable work) {
            super(number, work);
        }

        @Override
        public int compareTo(Comparing other) {
            return Integer.compare(number, other.number);
        }
    }

    private static ThreadPoolExecutor pool(BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
    }

    /** Occupies the pool's only thread until the answer is counted down. */
    private static CountDownLatch occupy(ThreadPoolExecutor pool) {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        pool.execute(new Comparing(0, () -> {
            busy.countDown();
            Stage.await(free);
        }));
        Stage.await(busy);
        return free;
    }

    private void sorted() throws Exception {
        List<Integer> order = new ArrayList<>();
        Comparator<Runnable> byNumber = Comparator.comparingInt(task -> ((Numbered) task).number);
        for (int kind = 0; kind < 2; kind++) {
            boolean compare = kind == 0;
            ThreadPoolExecutor pool =
                    pool(compare ? new PriorityBlockingQueue<>() : new PriorityBlockingQueue<>(9, byNumber));
            CountDownLatch free = occupy(pool);
            stage.scene(
                    "sorted",
                    0,
                    () -> {
                        for (int i : new int[] {3, 1, 2}) {
                            Runnable work = () -> order.add(i);
                            pool.execute(compare ? new Comparing(i, work) : new Numbered(i, work));
                        }
                    },
                    free::countDown);
            end(pool);
        }
        check("sorted", order, List.of(1, 2, 3, 1, 2, 3));
    }

    private void removed() throws Exception {
        ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
        CountDownLatch free = occupy(pool);
        Runnable lambda = () -> System.out.println("a removed task runs");
        Runnable named = new Numbered(1, lambda);
        stage.scene(
                "removed",
                0,
                () -> {
                    pool.execute(lambda);
                    pool.execute(named);
                },
                () -> {});
        check(
                "removed",
                List.of(pool.remove(named), pool.remove(lambda), pool.remove(lambda)),
                List.of(true, true, false));
        check("left", pool.getQueue().size(), 0);
        free.countDown();
        end(pool);
    }

    private void drained() throws Exception {
        ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
        CountDownLatch free = occupy(pool);
        Runnable lambda = () -> {};
        Runnable named = new Numbered(1, lambda);
        stage.scene(
                "drained",
                0,
                () -> {
                    pool.execute(lambda);
                    pool.execute(named);
                },
                () -> {});
        free.countDown();
        List<Runnable> drained = pool.shutdownNow();
        List<Runnable> expected = List.of(lambda, named);
        check("drained", expected.subList(2 - drained.size(), 2), drained);
        end(pool);
    }

    private void rejected() throws Exception {
        List<Runnable> seen = new ArrayList<>();
        RejectedExecutionHandler handler = (task, pool) -> seen.add(task);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), handler);
        CountDownLatch free = occupy(pool);
        Runnable named = new Numbered(1, () -> {});
        stage.scene("rejected", 0, () -> pool.execute(named), free::countDown);
        check("rejected", seen, List.of(named));
        end(pool);
        // One that puts it into the queue after all.
        ThreadPoolExecutor waiting =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), (task, full) -> {
                    full.getQueue().clear();
                    full.getQueue().add(task);
                });
        CountDownLatch go = occupy(waiting);
        stage.scene(
                "queued-by-handler",
                1,
                () -> {
                    waiting.execute(() -> {});
                    waiting.execute(Stage::infer);
                },
                go::countDown);
        end(waiting);
    }

    /** A pool that takes it for granted that it sees what was executed. */
    private static final class Casting extends ThreadPoolExecutor {
        private final List<Integer> seen = new ArrayList<>();

        Casting() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            seen.add(((Numbered) task).number);
        }
    }

    private void cast() throws Exception {
        Casting pool = new Casting();
        stage.scene("cast", 0, () -> pool.execute(new Numbered(7, () -> {})), () -> end(pool));
        check("cast", pool.seen, List.of(7));
    }

    private static void end(ThreadPoolExecutor pool) throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(Stage.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a pool does not end");
        }
    }

    private static void check(String what, Object is, Object expected) {
        if (!is.equals(expected)) {
            System.err.println(what + ": " + is + ", expected: " + expected);
            System.exit(1); // The pools' threads would keep the JVM.
        }
    }
}
