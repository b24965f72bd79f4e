package io.meterweave.it.app;

import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code Idle <seconds>}: some inferences, then none. Prints what each thread but the JDK's own and this one has used
 * meanwhile: CPU microseconds and allocated bytes.
 */
public final class Idle {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Idle() {}

    public static void main(String[] args) throws Exception {
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            for (int i = 0; i < 1000; i++) {
                Engine.run(session, Engine.padded(3, 4));
            }
        }
        // What the inferences cause (journal opened, records taken) is over by then; this program measures, it tests
        // nothing.
        Thread.sleep(5_000);
        Map<Long, long[]> before = usage();
        Thread.sleep(1_000 * Long.parseLong(args[0]));
        Map<Long, long[]> after = usage();
        after.forEach((id, now) -> {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info != null && id != Thread.currentThread().getId()) {
                long[] then = before.getOrDefault(id, new long[2]);
                long micros = (now[0] - then[0]) / 1_000;
                long bytes = now[1] - then[1];
                if (micros > 0 || bytes > 0 || info.getThreadName().startsWith("meterweave")) {
                    System.out.println(info.getThreadName() + ": cpu " + micros + " us, allocated " + bytes + " bytes");
                }
            }
        });
    }

    private static Map<Long, long[]> usage() {
        Map<Long, long[]> usage = new HashMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            usage.put(id, new long[] {THREADS.getThreadCpuTime(id), THREADS.getThreadAllocatedBytes(id)});
        }
        return usage;
    }
}
