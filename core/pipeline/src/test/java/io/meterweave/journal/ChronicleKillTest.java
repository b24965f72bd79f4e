package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.append;
import static io.meterweave.journal.ChronicleEntries.numbers;
import static io.meterweave.journal.ChronicleEntries.open;
import static io.meterweave.journal.ChronicleEntries.read;
import static io.meterweave.journal.ChronicleEntries.readBack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a JVM that appends as fast as it can. {@code -Dpipeline.kills=n} sets how many times on each JDK. */
class ChronicleKillTest {
    private static final int KILLS = Integer.getInteger("pipeline.kills", 4);

    @TempDir
    Path temp;

    static List<Path> jdks() throws IOException {
        return ChronicleForks.jdks();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    @Timeout(600)
    void whatWasReportedIsThere(Path jdk) throws Exception {
        kill(jdk, 50, 1, 1500);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    @Timeout(600)
    void alsoWhereFilesRollByTheirSize(Path jdk) throws Exception {
        kill(jdk, Integer.MAX_VALUE, 1_500, 6_000);
        assertThat(ChronicleCycle.list(temp.resolve("journal"))).hasSizeGreaterThan(1);
    }

    private void kill(Path jdk, int entriesAnHour, int leastReports, int mostReports) throws Exception {
        Path dir = temp.resolve("journal");
        Path errors = temp.resolve("errors");
        Random random = new Random();
        long count = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long reported =
                    killed(jdk, dir, errors, entriesAnHour, leastReports + random.nextInt(mostReports - leastReports));
            count = verify(dir, count, reported);
        }
        // Nothing is printed but the JDK's own notice on Unsafe.
        assertThat(Files.readAllLines(errors))
                .allMatch(line -> line.startsWith("WARNING: ")
                        && (line.contains("sun.misc.Unsafe") || line.contains("Please consider reporting this")));
    }

    /** The last number reported before the kill, which comes somewhere behind {@code reports} of them. */
    private static long killed(Path jdk, Path dir, Path errors, int entriesAnHour, int reports) throws Exception {
        Process process =
                ChronicleForks.start(jdk, errors, ChronicleAppending.class, dir.toString(), "" + entriesAnHour);
        long last = -1;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            for (int i = 0; i < reports; i++) {
                last = in.readLong();
            }
            // Process.destroyForcibly() would close the pipe, with reports in it.
            process.toHandle().destroyForcibly();
            while (true) {
                last = in.readLong();
            }
        } catch (EOFException e) {
            assertThat(process.waitFor()).as("%s", Files.readString(errors)).isEqualTo(137);
            return last;
        }
    }

    /** Answers how many entries there are now. */
    private static long verify(Path dir, long before, long reported) {
        assertThat(reported).isGreaterThanOrEqualTo(before);
        List<Long> seen;
        try (Journal view = ChronicleJournal.openReadOnly(dir)) {
            seen = read(view);
            assertThat(seen).isEqualTo(numbers(0, seen.size()));
            // One may have been appended and not yet reported.
            assertThat((long) seen.size()).isBetween(reported + 1, reported + 2);
        }
        try (Journal journal = open(dir, new ChronicleEntries.Hours())) {
            assertThat(read(journal)).isEqualTo(seen);
            List<Long> back = readBack(journal);
            Collections.reverse(back);
            assertThat(back).isEqualTo(seen);
            append(journal, seen.size(), seen.size() + 10L);
            assertThat(read(journal)).isEqualTo(numbers(0, seen.size() + 10L));
        }
        return seen.size() + 10L;
    }
}
