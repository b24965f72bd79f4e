package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Trimmed;
import io.meterweave.record.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyJournalTest {
    @TempDir
    Path dir;

    @Test
    void aClosedEpochAndAnOpenOneThatAdoptedIt() throws Exception {
        String first;
        int last;
        String hash;
        try (SealedAgent agent = new SealedAgent(dir)) {
            first = agent.id();
            agent.usage(5).seal(false);
            last = agent.usage(4).seal(true);
            hash = agent.previous();
        }
        try (SealedAgent agent = new SealedAgent(dir)) {
            agent.lifecycle(adopted(first, last, hash)).usage(3);
        }

        CliRun run = CliRun.on(dir, "verify");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .contains(
                        "journal: 18 events, 12 of them usage records",
                        "epoch " + first + "  /meterweave/s/host-a",
                        "  complete, closed at 12",
                        "  complete, closed at 6");
        assertThat(CliRun.on(dir, "verify", "--format", "json").out())
                .startsWith("{\"result\":\"complete\",\"faults\":[],\"journal\":{\"event_count\":18,");

        // Another hash than the one its adopter saw.
        try (SealedAgent agent = new SealedAgent(dir)) {
            agent.lifecycle(adopted(first, last, "1".repeat(64)));
        }
        CliRun other = CliRun.on(dir, "verify");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out()).contains("FAULT journal: epoch " + first + " altered 12: its last manifest is not");
    }

    @Test
    void aLiveOneIsOpen() throws Exception {
        try (SealedAgent agent = new SealedAgent(dir)) {
            agent.usage(5).seal(false);
            agent.usage(2);

            CliRun run = CliRun.on(dir, "verify");

            assertThat(run.code()).isZero();
            assertThat(run.lines())
                    .contains("  complete to 9, open", "  7 usage records, manifests 1, not sealed yet 2");
        }
    }

    @Test
    void aDamagedEntryIsNamed() throws Exception {
        String id;
        try (SealedAgent agent = new SealedAgent(dir)) {
            id = agent.id();
            agent.usage(5).seal(true);
            CliRun.flipIn(agent.dir().resolve("journal"), "customer-2");
        }

        CliRun run = CliRun.on(dir, "verify");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "FAULT journal: epoch " + id + " damaged in the journal 4: ",
                        "FAULT journal: epoch " + id + " missing 4: 1 event\n",
                        "FAULT journal: epoch " + id + " cannot be proven 1 to 6: ",
                        "  NOT complete, last 7\n");
    }

    @Test
    void anEntryThatWasDamagedBeforeItWasSealedIsMissingAndTheRestProven() throws Exception {
        String id;
        try (SealedAgent agent = new SealedAgent(dir)) {
            id = agent.id();
            agent.usage(2).raw(5, RecordType.LIFECYCLE, "{}");
            String covered = String.join("\n", agent.lines());
            agent.raw(
                    6,
                    RecordType.MANIFEST,
                    "{\"epoch\":\"" + id + "\",\"first_sequence\":1,\"last_sequence\":5,\"record_count\":4,"
                            + "\"usage_count\":2,\"sums\":{\"input_tokens\":{\"known\":2,\"sum\":6}},\"lost_count\":{},"
                            + "\"records_sha256\":\"" + EventLines.sha(covered)
                            + "\",\"previous_manifest_sha256\":\"" + "0".repeat(64)
                            + "\",\"sealed_by\":\"recovery\",\"closed\":true}");
        }

        CliRun run = CliRun.on(dir, "verify");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("FAULT journal: epoch " + id + " missing 4: 1 event\n")
                .endsWith("NOT COMPLETE: 1 fault\n");
    }

    @Test
    void aJournalMustNotRepeat() throws Exception {
        String id;
        try (SealedAgent agent = new SealedAgent(dir)) {
            id = agent.id();
            agent.raw(2, RecordType.LIFECYCLE, "{\"event\":\"x\"}");
            agent.raw(3, RecordType.LIFECYCLE, "{\"event\":\"y\"}");
            agent.raw(2, RecordType.LIFECYCLE, "{\"event\":\"x\"}");
            agent.raw(3, RecordType.LIFECYCLE, "{\"event\":\"z\"}");
        }

        CliRun run = CliRun.on(dir, "verify");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "FAULT journal: epoch " + id + " doubled 2",
                        "FAULT journal: epoch " + id + " twice, with different bytes 3");
    }

    @Test
    void aVanishedEpochIsMissedUnlessItWasDeletedAfterDelivery() throws Exception {
        String gone = VerifyDamageTest.A;
        try (SealedAgent agent = new SealedAgent(dir)) {
            agent.lifecycle(adopted(gone, 7, "1".repeat(64)));
        }
        CliRun run = CliRun.on(dir, "verify");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("FAULT journal: epoch " + gone + " the whole epoch has vanished 1 to 7: 7 events");

        try (SealedAgent agent = new SealedAgent(dir)) {
            agent.lifecycle("{\"event\":\"deleted\",\"deleted_epoch\":\"" + gone + "\",\"last_sequence\":7}");
        }
        CliRun deleted = CliRun.on(dir, "verify");
        assertThat(deleted.code()).isZero();
        assertThat(deleted.out()).contains("epoch " + gone + "\n  1 to 7 deleted after delivery\n");
    }

    @Test
    void whatWasTrimmedIsNotMissed() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:30:00Z"));
        String id;
        Path epoch;
        String hash;
        try (SealedAgent agent = new SealedAgent(dir, clock(now))) {
            id = agent.id();
            epoch = agent.dir();
            agent.usage(5).seal(false); // 7
            hash = agent.previous();
            agent.usage(3); // to 10
            now.set(Instant.parse("2026-11-22T11:00:00Z"));
            agent.usage(4).seal(false); // 15
            agent.usage(2).seal(true); // 18
        }
        assertThat(CliRun.on(dir, "verify").code()).isZero();
        Files.delete(epoch.resolve("journal/20261122-10F.cq4"));

        CliRun unsaid = CliRun.on(dir, "verify");
        assertThat(unsaid.code()).isEqualTo(1);
        assertThat(unsaid.out()).contains("FAULT journal: epoch " + id + " missing 1 to 10: 10 events\n");

        new Trimmed(10, hash).write(epoch);
        CliRun said = CliRun.on(dir, "verify");
        assertThat(said.code()).isZero();
        assertThat(said.lines()).contains("  complete, closed at 18", "  1 to 10 delivered and deleted");

        new Trimmed(10, Trimmed.NO_MANIFEST).write(epoch);
        assertThat(CliRun.on(dir, "verify").code()).isZero();

        new Trimmed(10, "1".repeat(64)).write(epoch);
        assertThat(CliRun.on(dir, "verify").out())
                .contains("FAULT journal: epoch " + id + " chain broken 15: previous_manifest_sha256 is not");

        new Trimmed(8, hash).write(epoch);
        assertThat(CliRun.on(dir, "verify").out())
                .contains("FAULT journal: epoch " + id + " missing 9 to 10: 2 events\n");

        Files.writeString(epoch.resolve("trimmed"), "10");
        CliRun damaged = CliRun.on(dir, "verify");
        assertThat(damaged.code()).isEqualTo(3);
        assertThat(damaged.err()).contains("trimmed was not written by this version of Meterweave");
    }

    private static String adopted(String epoch, long last, String hash) {
        return "{\"event\":\"adopted\",\"adopted_epoch\":\"" + epoch + "\",\"last_sequence\":" + last
                + ",\"recovered_count\":0,\"last_manifest_sha256\":\"" + hash + "\"}";
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
