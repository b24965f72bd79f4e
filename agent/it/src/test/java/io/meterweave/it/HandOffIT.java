package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.handoff.ForkJoinScenes;
import io.meterweave.it.app.handoff.FutureScenes;
import io.meterweave.it.app.handoff.ManySubjects;
import io.meterweave.it.app.handoff.PoolScenes;
import io.meterweave.it.app.handoff.QueueScenes;
import io.meterweave.it.app.handoff.ThreadScenes;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Work that is handed to other threads is billed to whom it was handed over for, in every way that the JDK has, and what
 * the same threads do afterwards is not. The programs say for whom how many calls were made.
 */
class HandOffIT {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    /** Otherwise the JVM believes whatever is woven of the JDK's classes, however wrong. */
    private static final String[] VERIFY_THE_JDK = {"-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal"};

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void executors(Jdk jdk) {
        check(jdk, PoolScenes.class);
    }

    @EachJdk
    void completableFutures(Jdk jdk) {
        check(jdk, FutureScenes.class);
    }

    @EachJdk
    void forkJoinAndParallelStreams(Jdk jdk) {
        check(jdk, ForkJoinScenes.class);
    }

    @EachJdk
    void threads(Jdk jdk) {
        if (hasVirtualThreads(jdk)) {
            check(jdk, ThreadScenes.class, "virtual");
        } else {
            check(jdk, ThreadScenes.class);
        }
    }

    @EachJdk
    void queuesThatSortAndOwnersThatLookAgain(Jdk jdk) {
        check(jdk, QueueScenes.class);
    }

    @EachJdk
    void tenThousandTasksOfAHundredSubjects(Jdk jdk) {
        check(jdk, ManySubjects.class, 10_000, 100, hasVirtualThreads(jdk));
    }

    private static boolean hasVirtualThreads(Jdk jdk) {
        return jdk.feature() >= FIRST_WITH_VIRTUAL_THREADS;
    }

    private void check(Jdk jdk, Class<?> program, Object... args) {
        Path dir = temp.resolve("meterweave");
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir)
                .flags(VERIFY_THE_JDK)
                .main(program, args)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        Map<String, Long> expected = new TreeMap<>();
        for (String line : exit.stdoutLines()) {
            String[] words = line.split(" ");
            if (!words[1].equals("0")) {
                expected.merge(words[0], Long.valueOf(words[1]), Long::sum);
            }
        }
        Map<String, Long> billed = new TreeMap<>();
        for (Event event : Dump.read(jdk, dir).withoutLosses().usages()) {
            billed.merge(event.subject().isEmpty() ? "-" : event.subject(), 1L, Long::sum);
        }
        assertThat(expected).isNotEmpty();
        assertThat(billed).isEqualTo(expected);
    }
}
