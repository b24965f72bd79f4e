package io.meterweave.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import io.meterweave.ring.RingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An epoch with its ring and its journal, which lives until it is told to die, and may be recovered then. */
final class RecoveryScene {
    private static final ChronicleOptions SMALL = new ChronicleOptions(64 << 10, Clock.systemUTC());
    private static final Pattern LOST = Pattern.compile("\\{\"reason\":\"([a-z_]+)\",\"lost_count\":([0-9]+),.*");
    private static final Facts FACTS = Facts.NONE.with(Fact.SUBJECT, "acme");

    final Epoch epoch;
    final Counters counters;
    final MappedRing ring;
    final RefusingJournal journal;
    final JournalWriter writer;
    private final UsageDraft draft = new UsageDraft();
    private final RingWriter offering = new RingWriter();
    private long offered;

    RecoveryScene(Path root, RingOptions options) throws IOException {
        this(root, options, SealOptions.DEFAULT);
    }

    RecoveryScene(Path root, RingOptions options, SealOptions seals) throws IOException {
        this(root, options, seals, SMALL);
    }

    RecoveryScene(Path root, RingOptions options, SealOptions seals, ChronicleOptions files) throws IOException {
        epoch = Epoch.create(root, "service", "instance");
        counters = Counters.open(epoch.counters().toFile());
        ring = MappedRing.create(epoch.ring().toFile(), options);
        journal = new RefusingJournal(ChronicleJournal.open(epoch.journal(), files));
        writer = new JournalWriter(epoch.identity(), journal, counters, seals);
    }

    /** Offers the next records, whose input tokens are their number and whose start is their number of milliseconds. */
    boolean offer(int records) {
        for (int i = 0; i < records; i++) {
            draft.begin(FACTS, Facts.NONE);
            draft.start(start(offered));
            draft.set(Quantity.INPUT_TOKENS, offered);
            int length = draft.encode();
            if (!ring.offer(offering, draft.bytes(), length)) {
                return false;
            }
            offered++;
        }
        return true;
    }

    /** Offers until nothing more fits; answers how many that were. */
    long fill() {
        long before = offered;
        while (offer(1)) {
            // Until it is full.
        }
        return offered - before;
    }

    long offered() {
        return offered;
    }

    static long start(long number) {
        return 1_000_000L * number;
    }

    /** The process is gone: nothing is written any more, and its lock is free. */
    RecoveryScene die() throws IOException {
        journal.close();
        epoch.close();
        return this;
    }

    /** As the next JVM does; the journal refuses as it is told to. */
    Recovery recover(int appends) throws IOException {
        try (Epoch locked = Epoch.at(epoch.dir()).tryLock();
                RefusingJournal again = new RefusingJournal(ChronicleJournal.open(epoch.journal(), SMALL))) {
            again.refuseAfter(appends);
            return Recovery.run(
                    locked,
                    new DeadJournal(again, JournalTail.read(again, locked.identity(), 0), null),
                    Recovery.openDead(locked.ring().toFile()),
                    new ArrayList<>());
        }
    }

    Recovery recover() throws IOException {
        return recover(Integer.MAX_VALUE);
    }

    /** All entries of the journal. */
    List<JournalEntry> entries() throws Exception {
        List<JournalEntry> entries = new ArrayList<>();
        try (Journal view = ChronicleJournal.openReadOnly(epoch.journal());
                JournalReader reader = view.reader()) {
            for (ByteBuffer next = reader.next(); next != null; next = reader.next()) {
                ByteBuffer copy = ByteBuffer.allocate(next.remaining()).put(next.duplicate());
                entries.add(JournalEntry.decode(copy.flip()));
            }
        }
        return entries;
    }

    /** The numbers of the usage records, in the journal's order. */
    List<Long> numbers() throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (JournalEntry entry : entries()) {
            if (entry.type() == RecordType.USAGE) {
                numbers.add(number(entry));
            }
        }
        return numbers;
    }

    static long number(JournalEntry entry) throws Exception {
        return RecordCodec.decode(entry.body()).get(Quantity.INPUT_TOKENS).orElseThrow();
    }

    /** The data of all events of a type. */
    List<String> data(RecordType type) throws Exception {
        List<String> data = new ArrayList<>();
        for (JournalEntry entry : entries()) {
            if (entry.type() == type) {
                data.add(UTF_8.decode(entry.body().duplicate()).toString());
            }
        }
        return data;
    }

    /** How many the loss records tell of, for a reason. */
    long told(String reason) throws Exception {
        long told = 0;
        for (String loss : data(RecordType.LOSS)) {
            Matcher matcher = LOST.matcher(loss);
            if (matcher.matches() && matcher.group(1).equals(reason)) {
                told += Long.parseLong(matcher.group(2));
            }
        }
        return told;
    }

    /** All numbers that were offered. */
    List<Long> all() {
        return ChronicleEntries.numbers(0, offered);
    }

    /** The sequences of a list as long as the journal's. */
    static List<Long> sequences(List<JournalEntry> entries) {
        return entries.stream().map(JournalEntry::sequence).toList();
    }
}
