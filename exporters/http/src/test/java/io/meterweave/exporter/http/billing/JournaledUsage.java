package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counters;
import io.meterweave.ship.DeadLetter;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.OpenLetters;
import io.meterweave.ship.Shipper;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A journal as an agent leaves it, and the agent's shipper: the real ones, on a disk. */
final class JournaledUsage implements AutoCloseable {
    private static final Facts MODEL =
            Facts.NONE.with(Fact.OPERATION, "chat").with(Fact.PROVIDER, "acme").with(Fact.REQUEST_MODEL, "m-1");

    final Epoch epoch;
    private final Journal journal;
    private final Counters counters;
    private final UsageDraft draft = new UsageDraft();
    private long sequence;

    JournaledUsage(Path root) throws IOException {
        epoch = Epoch.create(root, "api", "1");
        journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT);
        counters = Counters.open(epoch.counters().toFile());
    }

    /** Journals records that say what those of {@link Usage} say. */
    JournaledUsage add(int records, Instant time) {
        // Microseconds that no millisecond holds.
        long nanos = time.getEpochSecond() * 1_000_000_000L + 123_456_000;
        ByteBuffer entry = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < records; i++) {
            sequence++;
            JournalEntry.encodeHead(entry, sequence, RecordType.USAGE, false, 0, sequence * 8, nanos);
            draft.begin(MODEL, Facts.NONE.with(Fact.SUBJECT, "cus_" + sequence % 7));
            draft.set(Quantity.INPUT_TOKENS, 3 * sequence);
            draft.set(Quantity.OUTPUT_TOKENS, sequence);
            int length = draft.encode();
            entry.put(draft.bytes(), RecordLayout.START, length - RecordLayout.START);
            journal.append(entry.flip());
        }
        return this;
    }

    /** Ships until each record is acknowledged or a dead letter; answers what was said. */
    List<String> ship(UsageExporter exporter) throws IOException {
        List<String> said = new ArrayList<>();
        Shipper shipper = shipper(exporter, said::add);
        shipper.stop(TimeUnit.MINUTES.toNanos(1));
        shipper.run();
        assertThat(acknowledged()).as("%s", said).isEqualTo(sequence);
        return said;
    }

    /** Ships until something is said, and ends; answers that. */
    String failure(UsageExporter exporter) throws IOException {
        List<String> said = new ArrayList<>();
        Shipper[] shipper = new Shipper[1];
        shipper[0] = shipper(exporter, line -> {
            said.add(line);
            shipper[0].stop(0);
        });
        shipper[0].stop(TimeUnit.MINUTES.toNanos(1));
        shipper[0].run();
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    private Shipper shipper(UsageExporter exporter, Consumer<String> complaints) throws IOException {
        Shipper shipper = new Shipper("bill", exporter, counters, complaints);
        shipper.add(epoch.identity(), journal, epoch.cursor("bill"), DeadLetters.of(epoch, "bill"), null);
        return shipper;
    }

    long acknowledged() throws IOException {
        return epoch.acknowledged("bill");
    }

    List<DeadLetter> letters() {
        return OpenLetters.of(DeadLetters.of(epoch, "bill")).after(0, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        journal.close();
        epoch.close();
    }
}
