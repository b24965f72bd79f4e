package io.meterweave.ship;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.ring.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one exporter's target has refused of one epoch: {@code dead-letters/<exporter>/} in the epoch's directory, a
 * journal of {@link LetterEntry}s and a {@link LettersLock}.
 *
 * <p>Nothing is ever deleted or changed. A letter is open from its first entry until a mark says that it was replayed or
 * dropped; an event that is refused once more after that is open again. The journal is opened for one append, forced and
 * closed again, under the lock: letters are rare, and a command must be able to settle those of a JVM that lives.
 */
public final class DeadLetters {
    private static final ChronicleOptions OPTIONS = new ChronicleOptions(4 * LetterEntry.MOST_BYTES, Clock.systemUTC());

    private final Path dir;
    private final String epoch;
    private final String exporter;

    DeadLetters(Path dir, String epoch, String exporter) {
        this.dir = dir;
        this.epoch = epoch;
        this.exporter = exporter;
    }

    /** An epoch's letters from an exporter; there need not be any. */
    public static DeadLetters of(Epoch epoch, String exporter) {
        return new DeadLetters(
                epoch.deadLetters().resolve(exporter), epoch.identity().epoch(), exporter);
    }

    /**
     * All of an epoch's, by exporter.
     *
     * @throws JournalException where their directory cannot be listed
     */
    public static List<DeadLetters> of(Epoch epoch) {
        if (!Files.isDirectory(epoch.deadLetters())) {
            return List.of();
        }
        try (Stream<Path> exporters = Files.list(epoch.deadLetters())) {
            return exporters
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .map(name -> of(epoch, name))
                    .toList();
        } catch (IOException e) {
            throw new JournalException(epoch.deadLetters() + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** The epoch's id. */
    public String epoch() {
        return epoch;
    }

    /** The exporter's name. */
    public String exporter() {
        return exporter;
    }

    /** Where they are. */
    public Path dir() {
        return dir;
    }

    /** What the agent was given as {@code dir}. */
    Path root() {
        return dir.resolve("../../../..").normalize();
    }

    /** Where their journal's files are. */
    Path journal() {
        return dir.resolve("journal");
    }

    /**
     * Keeps events that were refused, on the device when this returns. One whose letter is open already (the process died
     * before its cursor moved) is not kept twice; one whose letter was settled meanwhile is open again.
     *
     * @param refused of this epoch, by ascending sequence
     * @return how many are new
     * @throws IOException where they could not all be kept
     */
    public int keep(List<Refused> refused) throws IOException {
        int[] added = {0};
        append(journal -> {
            Set<Long> kept = keptFrom(refused.get(0).event().sequence(), journal);
            for (Refused each : refused) {
                if (kept.add(each.event().sequence())) {
                    journal.append(LetterEntry.letter(each, now()).encode());
                    added[0]++;
                }
            }
        });
        return added[0];
    }

    /** The open letters at the end from that sequence on. The shipper appends them in order: it looks at a few at most. */
    private Set<Long> keptFrom(long first, Journal journal) {
        Set<Long> kept = new HashSet<>();
        Set<Long> settled = new HashSet<>();
        journal.backward(bytes -> {
            if (bytes == null) {
                return true;
            }
            try {
                LetterEntry entry = LetterEntry.decode(bytes, epoch);
                switch (entry.kind()) {
                    case LETTER -> {
                        if (!settled.contains(entry.sequence())) {
                            kept.add(entry.sequence());
                        }
                        return entry.sequence() > first;
                    }
                    case REPLAYED, DROPPED -> settled.add(entry.sequence());
                    case REFUSED_AGAIN -> {}
                }
            } catch (MalformedRecordException e) {
                // Is no letter. Who lists them says so.
            }
            return true;
        });
        return kept;
    }

    /** Remembers that letters were sent again and accepted. */
    public void replayed(Collection<Long> sequences) throws IOException {
        mark(LetterEntry.Kind.REPLAYED, sequences, "");
    }

    /** Remembers that letters were given up, and why. */
    public void dropped(Collection<Long> sequences, String reason) throws IOException {
        mark(LetterEntry.Kind.DROPPED, sequences, reason);
    }

    /** Remembers new answers, by sequence: letters that were sent again and refused again. */
    public void refusedAgain(Map<Long, String> answers) throws IOException {
        if (!answers.isEmpty()) {
            append(journal -> answers.forEach((sequence, answer) ->
                    journal.append(LetterEntry.mark(LetterEntry.Kind.REFUSED_AGAIN, sequence, now(), answer)
                            .encode())));
        }
    }

    private void mark(LetterEntry.Kind kind, Collection<Long> sequences, String text) throws IOException {
        if (!sequences.isEmpty()) {
            append(journal -> sequences.forEach(sequence ->
                    journal.append(LetterEntry.mark(kind, sequence, now(), text).encode())));
        }
    }

    private interface Appending {
        void to(Journal journal);
    }

    @SuppressWarnings("try") // the lock is held, not used
    private void append(Appending entries) throws IOException {
        List<Path> made = new ArrayList<>();
        Path parent = dir.resolve("..").normalize();
        for (Path each : List.of(parent, dir)) {
            if (!Files.isDirectory(each)) {
                PrivateFiles.directories(each);
                made.add(each.resolve("..").normalize());
            }
        }
        try (LettersLock lock = LettersLock.take(dir)) {
            made.add(dir);
            try (Journal journal = ChronicleJournal.open(journal(), OPTIONS)) {
                entries.to(journal);
                journal.force();
            }
            for (Path directory : made) {
                force(directory);
            }
        } catch (JournalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A new directory's name is on the device only then: without it a power cut forgets the letters, and the cursor not. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
