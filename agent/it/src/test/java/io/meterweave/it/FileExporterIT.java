package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Ack;
import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** JVMs killed while they export: what each had acknowledged to its callers is in the exported files in the end. */
class FileExporterIT {
    private static final int LIVES = 3;
    private static final int THREADS = 4;
    private static final int RUNS = 10;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void everyRecordArrivesAtLeastOnceAlthoughTheExportWasKilled(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Exported files = new Exported(dir);
        Set<String> acknowledged = new HashSet<>();
        for (int i = 0; i < LIVES; i++) {
            acknowledged.addAll(killWhileExporting(jdk, dir, "life" + i));
        }
        Delivered delivered = new Delivered();
        try (ForkedJvm last = launch(jdk, dir).main(Endings.class, "wait", RUNS).start()) {
            Await.until("all that was acknowledged", Duration.ofSeconds(60), () -> {
                files.forEachNew(delivered::accept);
                return delivered.requests.containsAll(acknowledged) && delivered.withoutRequest == RUNS;
            });
            last.tell("end");
            assertThat(last.await(Duration.ofSeconds(60)).code()).isZero();
        }
        assertComplete(files.files());
        // Ids that repeat carry the same bytes; once deduped, the files and the journals say the same.
        Map<String, String> journaled = new HashMap<>();
        Dump.stream(jdk, dir, event -> {
            if (event.usage()) {
                journaled.put(event.id(), event.line());
            }
        });
        assertThat(delivered.usageById).isEqualTo(journaled);
    }

    private static Launch launch(Jdk jdk, Path dir) {
        return Launch.on(jdk).agent("dir=" + dir, "service=it", "exporters=file");
    }

    /** Kills a JVM once the exporter has begun to write what this life did. */
    private static List<String> killWhileExporting(Jdk jdk, Path dir, String life) {
        Exported files = new Exported(dir);
        files.forEachNew(line -> {});
        try (ForkedJvm jvm = launch(jdk, dir).main(Ack.class, life, THREADS).start()) {
            Delivered delivered = new Delivered();
            Await.until("first export of " + life, Duration.ofSeconds(60), () -> {
                files.forEachNew(delivered::accept);
                return delivered.requests.stream().anyMatch(id -> id.startsWith(life));
            });
            Exit exit = jvm.kill();
            assertThat(exit.stderr()).doesNotContain("meterweave:");
            return jvm.lines();
        }
    }

    private static void assertComplete(List<Path> files) {
        for (Path file : files) {
            Dump.lines(file, EventLines::parse);
            byte[] last = new byte[1];
            try (var in = new RandomAccessFile(file.toFile(), "r")) {
                in.seek(Math.max(0, in.length() - 1));
                in.read(last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(last[0]).as("last byte of " + file).isEqualTo((byte) '\n');
        }
    }

    /** What a receiver that drops repeated ids holds. */
    private static final class Delivered {
        private final Map<String, String> usageById = new HashMap<>();
        private final Set<String> requests = new HashSet<>();
        private int withoutRequest;

        void accept(String line) {
            Event event = EventLines.parse(line);
            if (!event.usage()) {
                return;
            }
            String before = usageById.put(event.id(), line);
            assertThat(before).as("the same id with other bytes").isIn(null, line);
            String request = event.attribute("request_id");
            if (!request.isEmpty()) {
                requests.add(request);
            } else if (before == null) {
                withoutRequest++;
            }
        }
    }
}
