package io.meterweave.ship;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.CorruptEntryException;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.journal.JournalReader;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.spi.UsageEvent;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The letters of one epoch and exporter that are open now, read without a lock, also while a JVM adds to them. Which these
 * are is found out when it is made; their events are read again when they are wanted, so many at a time.
 */
public final class OpenLetters {
    private record Answer(long timeNanos, String text) {}

    private final DeadLetters letters;
    private final NavigableMap<Long, Answer> answers = new TreeMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private long damaged;

    private OpenLetters(DeadLetters letters) {
        this.letters = letters;
    }

    /**
     * Finds out which are open.
     *
     * @throws JournalException where their journal cannot be read to its end
     */
    public static OpenLetters of(DeadLetters letters) {
        OpenLetters open = new OpenLetters(letters);
        open.damaged = open.read(entry -> {
            open.apply(entry);
            return true;
        });
        open.texts.clear();
        return open;
    }

    private void apply(LetterEntry entry) {
        // A target says the same about many: kept once.
        String text = texts.computeIfAbsent(entry.text(), t -> t);
        Answer answer = new Answer(entry.timeNanos(), text);
        switch (entry.kind()) {
            case LETTER -> answers.putIfAbsent(entry.sequence(), answer);
            case REFUSED_AGAIN -> answers.computeIfPresent(entry.sequence(), (s, before) -> answer);
            case REPLAYED, DROPPED -> answers.remove(entry.sequence());
        }
    }

    /** How many letters are open. */
    public int count() {
        return answers.size();
    }

    /** The sequences of those that are open, ascending. */
    public SortedSet<Long> sequences() {
        return Collections.unmodifiableSortedSet(answers.navigableKeySet());
    }

    /** How many entries are damaged: what they say is not known. */
    public long damaged() {
        return damaged;
    }

    /**
     * Reads open letters by ascending sequence, which is the order that targets expect of an epoch.
     *
     * @param sequence those above it
     * @param most how many at most; they are held at once
     * @throws JournalException where their journal cannot be read
     */
    public List<DeadLetter> after(long sequence, int most) {
        Map<Long, Answer> wanted = new HashMap<>();
        answers.tailMap(sequence, false).entrySet().stream()
                .limit(most)
                .forEach(entry -> wanted.put(entry.getKey(), entry.getValue()));
        List<DeadLetter> found = new ArrayList<>();
        if (!wanted.isEmpty()) {
            long unused = read(entry -> {
                UsageEvent event = entry.event();
                Answer answer = event == null ? null : wanted.remove(entry.sequence());
                if (event != null && answer != null) {
                    found.add(new DeadLetter(event, answer.timeNanos, answer.text));
                }
                return !wanted.isEmpty();
            });
            found.sort(Comparator.comparingLong(letter -> letter.event().sequence()));
        }
        return found;
    }

    private long read(Predicate<LetterEntry> taking) {
        if (!Files.isDirectory(letters.journal())) {
            return 0;
        }
        long bad = 0;
        try (Journal journal = ChronicleJournal.openReadOnly(letters.journal());
                JournalReader reader = journal.reader()) {
            while (true) {
                try {
                    ByteBuffer bytes = reader.next();
                    if (bytes == null || !taking.test(LetterEntry.decode(bytes, letters.epoch()))) {
                        return bad;
                    }
                } catch (CorruptEntryException | MalformedRecordException e) {
                    bad++;
                }
            }
        }
    }
}
