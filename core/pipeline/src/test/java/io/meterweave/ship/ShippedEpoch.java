package io.meterweave.ship;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.EpochId;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageDraft;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An epoch with a journal of usage and other events, and a cursor. */
final class ShippedEpoch implements Closeable {
    final EpochIdentity identity = new EpochIdentity(EpochId.next(), "service", "instance");
    final Journal journal;
    final Path cursor;
    final DeadLetters letters;
    private final UsageDraft draft = new UsageDraft();
    private long sequence;

    ShippedEpoch(Path temp) throws IOException {
        Path dir = Files.createDirectories(temp.resolve(identity.epoch()));
        journal = ChronicleJournal.open(dir.resolve("journal"), new ChronicleOptions(64 << 10, Clock.systemUTC()));
        cursor = dir.resolve("cursor");
        letters = new DeadLetters(dir.resolve("dead-letters/hub"), identity.epoch(), "hub");
    }

    /** Journals so many events more; each tenth is a loss record. */
    ShippedEpoch append(int events) {
        ByteBuffer entry = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < events; i++) {
            sequence++;
            RecordType type = sequence % 10 == 0 ? RecordType.LOSS : RecordType.USAGE;
            JournalEntry.encodeHead(entry, sequence, type, false, 0, sequence * 8, sequence);
            if (type == RecordType.USAGE) {
                draft.begin(Facts.NONE.with(Fact.SUBJECT, "customer " + sequence % 7), Facts.NONE);
                draft.set(Quantity.INPUT_TOKENS, sequence);
                int length = draft.encode();
                entry.put(draft.bytes(), RecordLayout.START, length - RecordLayout.START);
            } else {
                entry.put("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            journal.append(entry.flip());
        }
        return this;
    }

    void addTo(Shipper shipper, @Nullable Runnable whenComplete) throws IOException {
        shipper.add(
                identity,
                journal,
                cursor,
                letters,
                whenComplete == null
                        ? null
                        : complete -> {
                            if (complete) {
                                whenComplete.run();
                            }
                        });
    }

    /** The sequence that stands acknowledged in the file. */
    long acknowledged() throws IOException {
        try (Cursor file = Cursor.open(cursor)) {
            return file.sequence();
        }
    }

    /** The ids of a run of events. */
    List<String> ids(long from, long to) {
        List<String> ids = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            ids.add(identity.epoch() + "." + i);
        }
        return ids;
    }

    @Override
    public void close() {
        journal.close();
    }
}
