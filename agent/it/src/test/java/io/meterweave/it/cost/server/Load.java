package io.meterweave.it.cost.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Sends the requests to one server, from the first one on in each phase, on connections of that phase. */
final class Load {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final int port;
    private final Requests requests;
    private int answered;

    Load(int port, Requests requests) {
        this.port = port;
        this.requests = requests;
    }

    /** How many requests were answered, of all phases. One that is not answered ends its phase with an exception. */
    int answered() {
        return answered;
    }

    /** Closed loop: each connection sends its next request when it has its answer. Returns answers per second. */
    double closed(int connections, int count) {
        AtomicInteger next = new AtomicInteger();
        long nanos = phase(connections, (connection, start) -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                connection.exchange(requests.get(i));
            }
        });
        answered += count;
        return count * NANOS_PER_SECOND / nanos;
    }

    /**
     * Open loop: nanoseconds from the time when a request was due to its answer. One that finds no free connection is sent
     * late, and what it has waited is in its latency (no coordinated omission).
     */
    Histogram open(int connections, Schedule schedule) {
        AtomicInteger next = new AtomicInteger();
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        phase(connections, (connection, start) -> {
            Histogram own = new Histogram(SIGNIFICANT_DIGITS);
            for (int i = next.getAndIncrement(); i < schedule.count(); i = next.getAndIncrement()) {
                long due = start + schedule.due(i);
                awaitNanoTime(due);
                connection.exchange(requests.get(i));
                own.recordValue(System.nanoTime() - due);
            }
            synchronized (all) {
                all.add(own);
            }
        });
        answered += schedule.count();
        return all;
    }

    private static void awaitNanoTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** What one connection does, in a thread of its own. */
    private interface Work {
        /**
         * Does all of it.
         *
         * @param start the phase's start, of {@link System#nanoTime}
         */
        void run(Connection connection, long start) throws IOException;
    }

    /** Runs it on as many connections, which are open when it starts; returns nanoseconds from start to the last end. */
    private long phase(int connections, Work work) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(new Connection(port));
            }
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (Connection connection : open) {
                running.add(threads.submit(() -> {
                    work.run(connection, start);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            return System.nanoTime() - start;
        } catch (IOException | ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the load failed", e);
        } finally {
            threads.shutdownNow();
            open.forEach(Load::closeQuietly);
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // All answers have been read, or the phase fails with what went wrong before.
        }
    }
}
