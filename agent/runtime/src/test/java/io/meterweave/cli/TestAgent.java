package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.SealOptions;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import io.meterweave.ring.RingWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/** An agent's pipeline, of the real parts, without the application. */
final class TestAgent implements Closeable {
    final Epoch epoch;
    private final MappedRing ring;
    private final Counters counters;
    private final RingWriter slot = new RingWriter();
    private final UsageDraft draft = new UsageDraft();
    private final ChronicleJournal journal;
    private JournalWriter writer;

    TestAgent(Path root, String service) throws IOException {
        this(root, service, Clock.systemUTC());
    }

    /** The clock decides into which hour's file the journal writes. */
    TestAgent(Path root, String service, Clock clock) throws IOException {
        epoch = Epoch.create(root, service, "host-a");
        ring = MappedRing.create(epoch.ring().toFile(), new RingOptions(4, 16 * 1024, 0));
        counters = Counters.open(epoch.counters().toFile());
        journal = ChronicleJournal.open(epoch.journal(), new ChronicleOptions(1 << 20, clock));
        writer = new JournalWriter(epoch.identity(), journal, counters, SealOptions.DEFAULT);
        writer.lifecycle("{\"event\":\"started\"}".getBytes(StandardCharsets.UTF_8));
    }

    String id() {
        return epoch.identity().epoch();
    }

    /** Meters one inference, into the ring. */
    TestAgent usage(String subject, String model, Consumer<UsageDraft> values) {
        Facts modelFacts = model == null ? Facts.NONE : Facts.NONE.with(Fact.REQUEST_MODEL, model);
        Facts scope = subject == null ? Facts.NONE : Facts.NONE.with(Fact.SUBJECT, subject);
        return metered(modelFacts, scope, values);
    }

    TestAgent metered(Facts model, Facts scope, Consumer<UsageDraft> values) {
        draft.begin(model, scope);
        draft.start(System.nanoTime());
        values.accept(draft);
        int length = draft.encode();
        if (!ring.offer(slot, draft.bytes(), length)) {
            journal();
            assertThat(ring.offer(slot, draft.bytes(), length)).isTrue();
        }
        return this;
    }

    /** The ring's time at a moment of the wall clock. */
    long at(String instant) {
        Instant wanted = Instant.parse(instant);
        long now = System.nanoTime();
        return now + (wanted.getEpochSecond() * 1_000_000_000L + wanted.getNano() - ring.wallNanos(now));
    }

    /** Brings what the ring holds to the journal. */
    TestAgent journal() {
        while (writer.drain(ring, () -> {}) > 0) {
            // Until nothing is left.
        }
        return this;
    }

    TestAgent lose(Counter reason, long count) {
        counters.add(reason, count);
        writer.losses();
        return this;
    }

    TestAgent lifecycle(String json) {
        writer.lifecycle(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The entry as it stands, whatever it is. */
    TestAgent raw(ByteBuffer entry) {
        journal.append(entry);
        return this;
    }

    /** Goes on behind entries that were put there raw. */
    TestAgent continueFrom(long lastSequence) {
        writer = JournalWriter.continuing(epoch.identity(), journal, counters);
        assertThat(writer.sequence()).isEqualTo(lastSequence);
        return this;
    }

    /** Dies as by {@code kill -9}: what is in the ring stays there. */
    @Override
    public void close() throws IOException {
        journal.close();
        epoch.close();
    }
}
