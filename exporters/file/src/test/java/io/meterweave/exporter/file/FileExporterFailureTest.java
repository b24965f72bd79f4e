package io.meterweave.exporter.file;

import static io.meterweave.exporter.file.Lines.EPOCH;
import static io.meterweave.exporter.file.Lines.OTHER;
import static io.meterweave.exporter.file.Lines.check;
import static io.meterweave.exporter.file.Lines.event;
import static io.meterweave.exporter.file.Lines.events;
import static io.meterweave.exporter.file.Lines.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories and disks that do not take what is written, until they are mended. */
@Timeout(60)
class FileExporterFailureTest {
    @TempDir
    Path temp;

    private Path dir;
    private FileExporter exporter;

    @BeforeEach
    void create() {
        dir = temp.resolve("export");
        exporter = new FileExporter(new FileExporterConfig(dir, 1 << 20, 3_600_000));
    }

    private void fails(List<UsageEvent> batch) {
        assertThatThrownBy(() -> exporter.export(batch))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("cannot write to " + dir);
    }

    @Test
    void aFileInTheDirectorysPlace() throws Exception {
        Files.createFile(dir);
        fails(events(EPOCH, 1, 3));
        fails(events(EPOCH, 1, 3));
        Files.delete(dir);
        exporter.export(events(EPOCH, 1, 3));
        check(dir, EPOCH, 3);
    }

    @Test
    void oneEpochOfABatchCannotBeWritten() throws Exception {
        Files.createDirectories(file(dir, OTHER, 1));
        List<UsageEvent> mixed = new ArrayList<>();
        for (long i = 1; i <= 10; i++) {
            mixed.add(event(EPOCH, i));
            mixed.add(event(OTHER, i));
        }
        fails(mixed);
        fails(mixed);
        Files.delete(file(dir, OTHER, 1));
        exporter.export(mixed);
        check(dir, EPOCH, 10);
        check(dir, OTHER, 10);
    }

    @Test
    void aLinkToADirectoryIsADirectory() throws Exception {
        Files.createSymbolicLink(dir, Files.createDirectory(temp.resolve("volume")));
        exporter.export(events(EPOCH, 1, 3));
        check(temp.resolve("volume"), EPOCH, 3);
    }

    @Test
    void aBatchOfWhichTheDiskTookAPart() throws Exception {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 20; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileExporterFilling.class.getName(),
                        dir.toString())
                .redirectError(temp.resolve("errors").toFile())
                .start();
        long acknowledged;
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            acknowledged = Long.parseLong(in.readLine());
        }
        assertThat(process.waitFor()).isZero();
        assertThat(acknowledged).isPositive();
        assertThat(Files.size(file(dir, EPOCH, 1)))
                .as("cut in the middle of a batch")
                .isEqualTo(20 * 1024);
        exporter.export(events(EPOCH, acknowledged + 1, acknowledged + 50));
        check(dir, EPOCH, acknowledged + 50);
    }
}
