package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatFileTest {
    @TempDir
    Path temp;

    private File file;

    @BeforeEach
    void name() {
        file = temp.resolve("stat.dat").toFile();
    }

    private static UsageTotals totals(long records) {
        return new UsageTotals(records, 1, new long[] {records, 10 * records, 0, 0});
    }

    @Test
    void whatIsToldIsReadByOthers() throws Exception {
        StatFile stat = StatFile.open(file);
        stat.journaled(7, totals(5));
        stat.hookTimes().record(100);
        ExporterStat line = stat.exporter("hub");
        line.delivered(4, 1, 5);
        line.oldest(123);
        line.failed("hub is\u001b[31m away\n", 456);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                .isEqualTo("rw-------");

        StatFile read = StatFile.read(file);
        assertThat(read.sequence()).isEqualTo(7);
        assertThat(read.seen()).isPositive();
        assertThat(read.totals().records()).isEqualTo(5);
        assertThat(read.totals().unattributed()).isEqualTo(1);
        assertThat(read.totals().input().sum()).isEqualTo(50);
        assertThat(read.totals().output().known()).isZero();
        assertThat(read.hookTimes().samples()).isEqualTo(1);
        assertThat(read.exporters()).hasSize(1);
        ExporterStat told = read.exporters().get(0);
        assertThat(told.name()).isEqualTo("hub");
        assertThat(List.of(told.shipped(), told.refused(), told.acknowledged(), told.oldest(), told.errorTime()))
                .containsExactly(4L, 1L, 5L, 123L, 456L);
        assertThat(told.error()).isEqualTo("hub is[31m away");
    }

    @Test
    void anIdleJournalWritesNothing() throws Exception {
        StatFile stat = StatFile.open(file);
        stat.journaled(7, totals(5));
        byte[] before = Files.readAllBytes(file.toPath());
        stat.journaled(7, totals(5));
        assertThat(Files.readAllBytes(file.toPath())).isEqualTo(before);
    }

    @Test
    void aRecoveryAddsToWhatTheJvmHasTold() throws Exception {
        StatFile.open(file).journaled(7, totals(5));
        StatFile.open(file).recovered(20, totals(10));
        StatFile read = StatFile.read(file);
        assertThat(read.sequence()).isEqualTo(20);
        assertThat(read.totals().records()).isEqualTo(15);
        assertThat(read.totals().input().sum()).isEqualTo(150);
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            f.seek(16);
            f.write(1); // Seen at another time than now.
        }
        byte[] before = Files.readAllBytes(file.toPath());
        StatFile.open(file).recovered(20, new UsageTotals());
        assertThat(Files.readAllBytes(file.toPath())).as("again").isEqualTo(before);
    }

    @Test
    void eachExporterHasOneLineAndOneTooManyGoesNowhere() throws Exception {
        StatFile stat = StatFile.open(file);
        for (int i = 0; i < 15; i++) {
            stat.exporter("e" + i).delivered(i, 0, 0);
        }
        stat.exporter("e3").delivered(33, 0, 0);
        stat.exporter("e15").delivered(15, 0, 0);
        stat.exporter("no name").delivered(15, 0, 0);
        assertThat(StatFile.read(file).exporters())
                .hasSize(15)
                .extracting(line -> line.name() + "=" + line.shipped())
                .contains("e0=0", "e3=33", "e14=14");
        assertThat(stat.hookTimes().samples()).isZero();
    }

    @Test
    void aLongErrorIsCutBetweenCharacters() throws Exception {
        ExporterStat line = StatFile.open(file).exporter("hub");
        for (String unit : List.of("x", "é", "€", "\ud83d\ude00")) {
            line.failed("a" + unit.repeat(10_000), 1);
            assertThat(line.error()).startsWith("a" + unit).doesNotContain("\ufffd");
            assertThat(line.error().getBytes(StandardCharsets.UTF_8).length).isBetween(168, 172);
        }
        line.failed("", 2);
        assertThat(line.error()).isEmpty();
        assertThat(StatFile.read(file).exporters().get(0).errorTime()).isEqualTo(2);
    }

    @Test
    void whatIsNotOursIsRefusedAndLeftAsItIs() throws Exception {
        assertThatThrownBy(() -> StatFile.read(file)).isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
        byte[] foreign = new byte[8192];
        new Random(3).nextBytes(foreign);
        for (byte[] bytes :
                List.of(foreign, new byte[8191], new byte[8193], "MWSTAT02".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(file.toPath(), bytes);
            assertThatThrownBy(() -> StatFile.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stat.dat");
            assertThatThrownBy(() -> StatFile.open(file)).isInstanceOf(IOException.class);
            assertThat(Files.readAllBytes(file.toPath())).isEqualTo(bytes);
        }
    }

    @Test
    void whateverStandsBehindTheMagicIsReadWithoutHarm() throws Exception {
        StatFile.open(file);
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[8192 - 8];
            random.nextBytes(bytes);
            for (int line = 1; line < 16; line++) {
                bytes[line * 256 - 8] = (byte) random.nextInt(40); // Lengths that could be.
                bytes[line * 256 - 7] = bytes[line * 256 - 6] = bytes[line * 256 - 5] = 0;
            }
            try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
                f.seek(8);
                f.write(bytes);
            }
            StatFile read = StatFile.read(file);
            assertThat(read.sequence()).isNotNegative();
            assertThat(read.totals().records()).isNotNegative();
            assertThat(read.hookTimes().percentile(0.99)).isNotNegative();
            for (ExporterStat line : read.exporters()) {
                assertThat(line.name()).matches("[A-Za-z0-9_-]{1,32}");
                assertThat(line.error()).isNotNull();
                assertThat(line.shipped()).isNotNegative();
            }
        }
    }
}
