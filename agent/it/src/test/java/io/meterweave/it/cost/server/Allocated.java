package io.meterweave.it.cost.server;

import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes that the threads of a JVM have allocated since they were started, by the number of the thread, as {@code jcmd
 * Thread.print -e} rounds them: to kibibytes, of a thread with very many to mebibytes. On 17 as on 25, and at no cost
 * between two looks.
 */
record Allocated(Map<String, Long> byThread) {
    private static final Pattern THREAD =
            Pattern.compile("^\".*\" #(\\d+) .* allocated=(\\d+)([BKMG]) ", Pattern.MULTILINE);

    static Allocated of(Jdk jdk, long pid) {
        Exit exit = Launch.tool(jdk, "jcmd", Long.toString(pid), "Thread.print", "-e")
                .run();
        if (exit.code() != 0) {
            throw new IllegalStateException("jcmd: " + exit.stdout() + exit.stderr());
        }
        Allocated allocated = parse(exit.stdout());
        Trees.delete(exit.work().getParent());
        return allocated;
    }

    static Allocated parse(String threads) {
        Map<String, Long> byThread = new HashMap<>();
        Matcher thread = THREAD.matcher(threads);
        while (thread.find()) {
            byThread.put(thread.group(1), Long.parseLong(thread.group(2)) * unit(thread.group(3)));
        }
        if (byThread.isEmpty()) {
            throw new IllegalStateException("no thread with its allocation in: " + threads);
        }
        return new Allocated(byThread);
    }

    private static long unit(String letter) {
        return 1L << 10 * "BKMG".indexOf(letter);
    }

    /** Bytes since an earlier look; of threads that have ended since then nothing is known. */
    long since(Allocated earlier) {
        long bytes = 0;
        for (Map.Entry<String, Long> thread : byThread.entrySet()) {
            bytes += thread.getValue() - earlier.byThread.getOrDefault(thread.getKey(), 0L);
        }
        return bytes;
    }
}
