package io.meterweave.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The journal thread of this JVM, standing still: {@code strace} attaches to that one thread, which is parked, and delays
 * the system call by which it parks, for as long as this lasts and at most two minutes. Nothing in the product knows of
 * it. Where it parks a safepoint need not wait for it; where it reads a class, for one, the whole JVM would stand still.
 *
 * <p>Needs Linux, {@code strace} 4.22 or newer, and leave to trace: root, or {@code kernel.yama.ptrace_scope=0}.
 */
final class Standstill implements AutoCloseable {
    /** As the kernel cuts it. */
    private static final String THREAD = "meterweave-jour";

    private static final String DELAY_MICROS = "120000000";
    private static final long PATIENCE = 30_000_000_000L;
    private static final long PAUSE = 20_000_000;

    /** It looks whether there is anything to do now and then, which takes it less. */
    private static final long IDLE_NANOS = 1_000_000;

    private static final int IDLE_PAUSES = 10;

    private final Path task;
    private final Process tracer;
    private final long usedNanos;

    private Standstill(Path task, Process tracer, long usedNanos) {
        this.task = task;
        this.tracer = tracer;
        this.usedNanos = usedNanos;
    }

    /** What may not be so yet. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Stops it, once the journal is open and the ring's spare is there.
     *
     * @param usage the agent's {@code dir}
     * @throws IOException where there is no such thread, or it goes on
     */
    static Standstill begin(Path usage) throws IOException {
        await("the journal opens", () -> holds(usage, ".cq4") && holds(usage, "0001.ring"));
        Path task = journalThread();
        awaitIdle(task);
        Process tracer = new ProcessBuilder(strace(Long.parseLong(String.valueOf(task.getFileName()))))
                .inheritIO()
                .start();
        long[] before = {-1};
        try {
            await("strace holds it up", () -> {
                long used = usedNanos(task);
                boolean still = used == before[0] && isTraced(task);
                before[0] = used;
                if (!tracer.isAlive()) {
                    throw new IOException("strace ended with " + tracer.exitValue() + ": no leave to trace?");
                }
                return still;
            });
        } catch (Throwable e) {
            // Nobody else would end it, and the thread would stand still for as long as it is held.
            tracer.destroy();
            throw e;
        }
        return new Standstill(task, tracer, before[0]);
    }

    /** The command that holds up a thread of this number. */
    static List<String> strace(long task) {
        String delay = "inject=futex:delay_enter=" + DELAY_MICROS;
        return List.of("strace", "-qq", "-o", "/dev/null", "-e", delay, "-p", Long.toString(task));
    }

    private static void await(String what, Condition condition) throws IOException {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw new IOException("waited in vain until " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static void awaitIdle(Path task) throws IOException {
        long[] last = {0, 0};
        await("the journal thread is idle", () -> {
            long used = usedNanos(task);
            last[1] = used - last[0] < IDLE_NANOS ? last[1] + 1 : 0;
            last[0] = used;
            return last[1] == IDLE_PAUSES;
        });
    }

    private static boolean holds(Path usage, String end) throws IOException {
        try (Stream<Path> files = Files.walk(usage)) {
            return files.anyMatch(file -> file.toString().endsWith(end));
        } catch (NoSuchFileException | UncheckedIOException e) {
            return false; // The journal makes and renames files while this looks.
        }
    }

    private static Path journalThread() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (isJournal(task)) {
                    return task;
                }
            }
        }
        throw new IOException("no thread " + THREAD);
    }

    private static boolean isJournal(Path task) {
        try {
            return read(task.resolve("comm")).equals(THREAD);
        } catch (IOException e) {
            return false; // It has ended since it was listed.
        }
    }

    private static boolean isTraced(Path task) throws IOException {
        List<String> lines = Files.readAllLines(task.resolve("status"), StandardCharsets.UTF_8);
        return lines.stream().anyMatch(line -> line.startsWith("State:\tt"));
    }

    /** For how long it has had a processor. */
    private static long usedNanos(Path task) throws IOException {
        String[] numbers = read(task.resolve("schedstat")).split(" ");
        return Long.parseLong(numbers[0]);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).trim();
    }

    /**
     * Lets it go on.
     *
     * @throws IOException where it did not stand still all the while
     */
    @Override
    public void close() throws IOException {
        boolean still = tracer.isAlive() && usedNanos(task) == usedNanos;
        tracer.destroy();
        tracer.onExit().join();
        if (!still) {
            throw new IOException("the journal thread did not stand still");
        }
    }
}
