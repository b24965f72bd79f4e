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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The letters of one epoch and exporter that are open now, read without a lock, also while a JVM adds to them. Which these
 * are is found out when it is made; their events are read again when they are wanted, one at a time.
 */
public final class OpenLetters {
    /** Takes a letter. */
    public interface Visitor<E extends Exception> {
        /** Takes one; answers whether to go on. */
        boolean visit(DeadLetter letter) throws E;
    }

    private record Answer(long timeNanos, String text) {}

    private interface Taking<E extends Exception> {
        boolean take(LetterEntry entry) throws E;
    }

    private final DeadLetters letters;
    private final Map<Long, Answer> answers = new HashMap<>();
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
        open.damaged = open.<RuntimeException>read(entry -> {
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

    /** The sequences of those that are open. */
    public Set<Long> sequences() {
        return Set.copyOf(answers.keySet());
    }

    /** How many entries are damaged: what they say is not known. */
    public long damaged() {
        return damaged;
    }

    /**
     * Reads the open letters, in the order in which they were refused first, until the visitor answers false.
     *
     * @throws JournalException where their journal cannot be read
     */
    public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        Set<Long> left = new HashSet<>(answers.keySet());
        if (left.isEmpty()) {
            return;
        }
        long unused = this.<E>read(entry -> {
            UsageEvent event = entry.event();
            Answer answer = answers.get(entry.sequence());
            if (event == null || answer == null || !left.remove(entry.sequence())) {
                return true;
            }
            return visitor.visit(new DeadLetter(event, answer.timeNanos, answer.text)) && !left.isEmpty();
        });
    }

    private <E extends Exception> long read(Taking<E> taking) throws E {
        if (!Files.isDirectory(letters.journal())) {
            return 0;
        }
        long bad = 0;
        try (Journal journal = ChronicleJournal.openReadOnly(letters.journal());
                JournalReader reader = journal.reader()) {
            while (true) {
                try {
                    ByteBuffer bytes = reader.next();
                    if (bytes == null || !taking.take(LetterEntry.decode(bytes, letters.epoch()))) {
                        return bad;
                    }
                } catch (CorruptEntryException | MalformedRecordException e) {
                    bad++;
                }
            }
        }
    }
}
