package io.meterweave.it.app;

import io.meterweave.api.MeterUsage;
import io.meterweave.api.Subject;
import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code Sustained <calls> <step> free|held}: one thread calls a metered method that does nothing, so many times, as fast as
 * the agent lets it. After each step it prints {@code step <calls> <nanos> <journal's CPU nanos>}: the time since the first
 * call, and what the journal thread has used. With {@code held} it makes as many calls only as the last line on stdin says.
 * In the end it prints {@code calls=<all>} and waits for the line {@code end}. It ends at once where that comes earlier, or stdin ends.
 */
public final class Sustained {
    private static final long PAUSE_NANOS = 200_000;
    private static final int PAYERS = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static volatile long allowed;
    private static volatile boolean ended;

    private Sustained() {}

    public static void main(String[] args) {
        long calls = Long.parseLong(args[0]);
        long step = Long.parseLong(args[1]);
        allowed = args[2].equals("free") ? calls : 0;
        Thread main = Thread.currentThread();
        Thread reader = new Thread(() -> read(main));
        reader.setDaemon(true);
        reader.start();
        String[] payers = new String[PAYERS];
        for (int i = 0; i < PAYERS; i++) {
            payers[i] = "tenant-" + i;
        }
        long journal = -1;
        long start = System.nanoTime();
        for (long i = 0; i < calls; i++) {
            while (i >= allowed) {
                if (ended) {
                    return;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            embed(payers[(int) (i % PAYERS)], (int) (i & 127) + 1);
            if ((i + 1) % step == 0) {
                journal = journal < 0 ? journalThread() : journal;
                long nanos = System.nanoTime() - start;
                System.out.println("step " + (i + 1) + " " + nanos + " " + THREADS.getThreadCpuTime(journal));
            }
        }
        System.out.println("calls=" + calls);
        while (!ended) {
            LockSupport.park();
        }
    }

    private static void read(Thread main) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
                allowed = Long.parseLong(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended = true;
            allowed = 0; // The calls look at this alone.
            LockSupport.unpark(main);
        }
    }

    private static long journalThread() {
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals("meterweave-journal")) {
                return info.getThreadId();
            }
        }
        throw new IllegalStateException("the agent is not active");
    }

    @MeterUsage(
            operation = "predict",
            provider = "onnxruntime",
            model = "sha256:0a1b2c3d4e5f6071",
            reader = Tokens.class)
    private static void embed(@Subject String tenant, int tokens) {}

    static final class Tokens implements UsageReader {
        @Override
        public void arguments(Object[] arguments, Usage usage) {
            usage.inputTokens((Integer) arguments[1]).items(1);
        }
    }
}
