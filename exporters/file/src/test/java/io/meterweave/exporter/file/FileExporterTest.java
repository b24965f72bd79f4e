package io.meterweave.exporter.file;

import static io.meterweave.exporter.file.Lines.EPOCH;
import static io.meterweave.exporter.file.Lines.OTHER;
import static io.meterweave.exporter.file.Lines.check;
import static io.meterweave.exporter.file.Lines.event;
import static io.meterweave.exporter.file.Lines.events;
import static io.meterweave.exporter.file.Lines.file;
import static io.meterweave.exporter.file.Lines.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileExporterTest {
    @TempDir
    Path temp;

    private Path dir;
    private long now = Long.MAX_VALUE - 1_000_000_000L; // Wraps soon.

    @BeforeEach
    void name() {
        dir = temp.resolve("a/export");
    }

    private FileExporter exporter(long bytes, long millis) {
        return new FileExporter(new FileExporterConfig(dir, bytes, millis), () -> now);
    }

    private FileExporter exporter() {
        return exporter(1 << 20, 3_600_000);
    }

    /** Exports with an exporter that is then gone, as after a kill: it closes nothing in an orderly way. */
    private void export(List<UsageEvent> batch) throws ExportException {
        exporter().export(batch);
    }

    @Test
    void writesLinesIntoPrivateFiles() throws Exception {
        try (FileExporter exporter = exporter()) {
            exporter.export(events(EPOCH, 1, 10));
            exporter.export(events(EPOCH, 11, 11));
            exporter.export(List.of());
        }
        check(dir, EPOCH, 11);
        assertThat(files(dir, EPOCH)).containsExactly(file(dir, EPOCH, 1));
        for (Path each : List.of(dir, dir.getParent(), file(dir, EPOCH, 1))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
        }
    }

    @Test
    void twoEpochsInOneBatchGoToFilesOfTheirOwn() throws Exception {
        List<UsageEvent> mixed = new ArrayList<>();
        for (long i = 1; i <= 20; i++) {
            mixed.add(event(EPOCH, i));
            mixed.add(event(OTHER, i));
        }
        export(mixed);
        export(mixed);
        check(dir, EPOCH, 20);
        check(dir, OTHER, 20);
    }

    @Test
    void whatIsSentAgainIsNotWrittenAgain() throws Exception {
        export(events(EPOCH, 1, 10));
        export(events(EPOCH, 1, 10));
        export(events(EPOCH, 6, 15));
        try (FileExporter exporter = exporter()) {
            exporter.export(events(EPOCH, 6, 15));
            exporter.export(events(EPOCH, 6, 16));
        }
        check(dir, EPOCH, 16);
    }

    @Test
    void aLastLineTornAnywhereIsCutAndWrittenOnce() throws Exception {
        export(events(EPOCH, 1, 3));
        byte[] three = Files.readAllBytes(file(dir, EPOCH, 1));
        for (int length = three.length; length >= 0; length--) {
            Files.write(file(dir, EPOCH, 1), Arrays.copyOf(three, length));
            export(events(EPOCH, 1, 4));
            check(dir, EPOCH, 4);
        }
    }

    @Test
    void aHoleThatAPowerCutLeftIsFilled() throws Exception {
        export(events(EPOCH, 1, 9));
        byte[] nine = Files.readAllBytes(file(dir, EPOCH, 1));
        for (int from = 0; from < nine.length; from += 11) {
            byte[] holed = nine.clone();
            Arrays.fill(holed, from, Math.min(nine.length, from + 40), (byte) 0);
            Files.write(file(dir, EPOCH, 1), holed);
            export(events(EPOCH, 1, 10));
            check(dir, EPOCH, 10);
        }
    }

    @Test
    void filesAreRotatedBySizeAndNumberedOnAfterARestart() throws Exception {
        for (long i = 1; i <= 200; i += 5) {
            try (FileExporter exporter = exporter(1024, 3_600_000)) {
                exporter.export(events(EPOCH, i, i + 4));
            }
            // Killed after the write and before its acknowledgement.
            exporter(1024, 3_600_000).export(events(EPOCH, Math.max(1, i - 10), i + 4));
        }
        check(dir, EPOCH, 200);
        List<Path> files = files(dir, EPOCH);
        assertThat(files).hasSizeGreaterThan(10);
        for (int i = 0; i < files.size(); i++) {
            assertThat(files.get(i)).isEqualTo(file(dir, EPOCH, i + 1));
            if (i < files.size() - 1) {
                assertThat(Files.size(files.get(i))).isBetween(1024L, 2048L);
            }
        }
    }

    @Test
    void filesAreRotatedByAge() throws Exception {
        try (FileExporter exporter = exporter(1 << 20, 2_000)) {
            exporter.export(events(EPOCH, 1, 1));
            now += 1_999_000_000L;
            exporter.export(events(EPOCH, 2, 2));
            assertThat(files(dir, EPOCH)).hasSize(1);
            now += 1_000_000L;
            exporter.export(events(EPOCH, 3, 3));
            assertThat(files(dir, EPOCH)).hasSize(2);
            now += 10_000_000_000L;
            exporter.export(List.of());
            exporter.export(events(EPOCH, 4, 4));
            assertThat(files(dir, EPOCH)).hasSize(3);
        }
        check(dir, EPOCH, 4);
    }

    @Test
    void theOldestAgeIsNeverOver() throws Exception {
        try (FileExporter exporter = exporter(1 << 20, 999_999_999L * 86_400_000L)) {
            exporter.export(events(EPOCH, 1, 1));
            exporter.export(events(EPOCH, 2, 2));
        }
        assertThat(files(dir, EPOCH)).hasSize(1);
    }

    @Test
    void aNewFileGoesOnWhereTheOneBeforeEnded() throws Exception {
        try (FileExporter exporter = exporter(1024, 3_600_000)) {
            exporter.export(events(EPOCH, 1, 30));
        }
        assertThat(Files.size(file(dir, EPOCH, 2))).isZero();
        exporter(1024, 3_600_000).export(events(EPOCH, 1, 31));
        check(dir, EPOCH, 31);
        // Collected by somebody: nothing says any more how far it went, and nothing is made in its place.
        Files.delete(file(dir, EPOCH, 1));
        Files.write(file(dir, EPOCH, 2), new byte[0]);
        export(events(EPOCH, 31, 32));
        assertThat(files(dir, EPOCH)).containsExactly(file(dir, EPOCH, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "\n",
                "{\"specversion\":\"1.0\",\"id\":\"" + OTHER + ".7\"}\n",
                "{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + ".99999999999999999999\"}\n",
                "{\"id\":\"" + EPOCH + ".7\"}\n",
                "hello\n{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + ".7"
            })
    void aForeignLastLineIsRefusedAndLeftAsItIs(String foreign) throws Exception {
        Files.createDirectories(dir);
        Files.writeString(file(dir, EPOCH, 1), foreign);
        FileExporter exporter = exporter();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> exporter.export(events(EPOCH, 1, 2)))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining(file(dir, EPOCH, 1).toString())
                    .hasMessageContaining("move it away");
            assertThat(file(dir, EPOCH, 1)).hasContent(foreign).hasSize(foreign.getBytes(UTF_8).length);
        }
        Files.move(file(dir, EPOCH, 1), temp.resolve("away"));
        exporter.export(events(EPOCH, 1, 2));
        check(dir, EPOCH, 2);
    }

    @Test
    void aLongFileWithoutALineIsRefusedAndLeftAsItIs() throws Exception {
        Files.createDirectories(dir);
        byte[] foreign = new byte[5 << 20];
        Arrays.fill(foreign, (byte) 'x');
        Files.write(file(dir, EPOCH, 1), foreign);
        assertThatThrownBy(() -> export(events(EPOCH, 1, 2))).isInstanceOf(ExportException.class);
        assertThat(file(dir, EPOCH, 1)).hasBinaryContent(foreign);
    }
}
