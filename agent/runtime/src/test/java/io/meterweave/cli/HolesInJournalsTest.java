package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.Recovery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals whose files have holes: what is read of them, and what shows once they are rebuilt. */
class HolesInJournalsTest {
    @TempDir
    Path dir;

    @Test
    void zeroedBytesEndAnEpoch() throws Exception {
        Path first = twoHours();
        byte[] bytes = Files.readAllBytes(first);
        int at = CliRun.find(bytes, "customer-150");
        Arrays.fill(bytes, at - 30, at + 100, (byte) 0);
        Files.write(first, bytes);

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isEqualTo(3);
        assertThat(dump.out()).contains("customer-100", "customer-149").doesNotContain("customer-151");
        assertThat(dump.err()).contains("cannot be read: Journal ", " is damaged at position ");
    }

    @Test
    void aJournalIsRebuiltByATakerAndNotByAReaderAndThatShowsFromThenOn() throws Exception {
        Path first = twoHours();
        byte[] bytes = Files.readAllBytes(first);
        int at = CliRun.find(bytes, "customer-150");
        Arrays.fill(bytes, at - 30, at + 100, (byte) 0);
        Files.write(first, bytes);
        assertThat(CliRun.on(dir, "dump").code()).isEqualTo(3);
        assertThat(Files.readAllBytes(first)).as("after a reader").isEqualTo(bytes);
        try (Epoch taken = Epoch.list(dir).get(0).tryLock()) {
            assertThat(Recovery.run(taken).damages()).hasSize(1);
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isEqualTo(1);
        assertThat(dump.out())
                .contains("customer-100", "customer-149", "customer-153", "customer-199", "next hour")
                .contains("\"event\":\"journal_rebuilt\",\"kept_count\":99,\"missing_count\":3,")
                .doesNotContain("customer-150");
        assertThat(dump.err()).contains("its journal was damaged and is rebuilt", "3 of its events are missing");
        assertThat(CliRun.on(dir, "verify").out()).contains("damaged in the journal", "missing 52 to 54: 3 events");
        assertThat(CliRun.on(dir, "report", "--format", "json").out()).contains("\"rebuilt\":1}");
    }

    @Test
    void whatLiesBehindAFileThatEndsEarlyIsReadStill() throws Exception {
        Path first = twoHours();
        byte[] bytes = Files.readAllBytes(first);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int document = CliRun.find(bytes, "customer-150") - 67;
        assertThat(words.getInt(document)).isEqualTo(8 + words.getInt(document + 4));
        words.putInt(document, 0xC0000000); // Chronicle's end of a file.
        Files.write(first, bytes);

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isEqualTo(3);
        assertThat(dump.out())
                .contains("customer-100", "customer-149", "next hour")
                .doesNotContain("customer-150");
        assertThat(dump.err()).contains("cannot be read: Journal ", " is damaged behind position ");
        assertThat(CliRun.on(dir, "report", "--format", "json").out()).contains("\"unreadable\":1,");
    }

    @Test
    void whatWasDeletedFromTheBeginningIsNotMissed() throws Exception {
        Path first = twoHours();
        Files.delete(first);

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isZero();
        assertThat(dump.err()).isEmpty();
        assertThat(dump.lines()).hasSize(2);
    }

    /** A hundred records in the first hour's file, which it answers, and one in the next. */
    private Path twoHours() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:30:00Z"));
        try (TestAgent agent = new TestAgent(dir, "s", clock(now))) {
            for (int i = 100; i < 200; i++) {
                agent.usage("customer-" + i, "m", d -> {});
            }
            agent.journal();
            now.set(Instant.parse("2026-11-22T11:00:00Z"));
            agent.usage("next hour", "m", d -> {}).journal();
            assertThat(CliRun.on(dir, "dump").out()).contains("customer-100", "customer-199", "next hour");
            Files.delete(agent.epoch.ring().resolve("0000.ring"));
            return agent.epoch.journal().resolve("20261122-10F.cq4");
        }
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
