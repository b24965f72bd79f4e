package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a dead epoch's journal from what is whole in its files.
 *
 * <p>After a power cut any of the pages written since the last force may be back at their old bytes, mostly zeros.
 * Chronicle then refuses the file, stops before the hole, or appends into it. Here each entry is found by its own
 * checksum ({@link ChronicleScan}), those to keep are chosen by their sequences, and written to a new journal, in the
 * hours they were in; then the directories change places ({@link ChronicleSwap}).
 *
 * <pre>
 *   whole     1 2 3 . 5 6 . . 9 10 . 12       sent, or forced: up to 6
 *   kept      1 2 3 . 5 6                     with keepUpToSequence = 6
 *             1 2 3 . 5 6 . . 9 10 . 12       with KEEP_ALL
 * </pre>
 *
 * <p>With {@code journal.sync}, what was not forced is in the ring still, and is journaled again under the numbers that
 * are free. So what lies behind a hole must go, or it would be counted twice. But what was sent under a number stays
 * under it, and what was forced is in the ring no more. Without {@code journal.sync} the ring has nothing of it, and all
 * is kept.
 */
public final class ChronicleSalvage {
    /** Keeps every whole entry; what is missing stays to be seen as gaps. */
    public static final long KEEP_ALL = Long.MAX_VALUE;

    private ChronicleSalvage() {}

    /**
     * What a salvage found.
     *
     * @param entries how many entries the new journal holds
     * @param firstSequence the first one's sequence; 0 where there is none
     * @param lastSequence the last one's sequence; 0 where there is none
     * @param firstMissing the first sequence between them that has no entry; 0 where none is missing
     * @param missing how many sequences between them have no entry
     * @param dropped how many whole entries behind a hole were left out
     * @param conflicting how many whole entries were left out because another one before them has their sequence
     */
    public record Salvaged(
            long entries,
            long firstSequence,
            long lastSequence,
            long firstMissing,
            long missing,
            long dropped,
            long conflicting) {}

    /**
     * Whether a dead epoch's journal is to be salvaged before it is opened: a salvage of it was not finished, or its
     * newest file has a hole, which opening it need not notice. To be asked with the epoch's lock held.
     *
     * @param strict whether an entry that is damaged where it stands, and can be passed, is a hole
     * @throws JournalException where the files cannot be read at all
     */
    public static boolean isSuspect(Path journalDir, boolean strict) {
        try {
            return new ChronicleSwap(journalDir).isUnfinished() || ChronicleChain.isBroken(journalDir, strict);
        } catch (IOException e) {
            throw failed(journalDir, e);
        }
    }

    /**
     * Salvages a journal that is damaged; one that is whole is copied and stays as it was. The damaged files are kept in
     * {@code journal.damaged}. Positions in the journal change. May be killed at any point and run again.
     *
     * @param journalDir the journal's directory, in an epoch whose lock this process holds; nobody has it open
     * @param keepUpToSequence at least the highest sequence that was ever sent to an exporter and the highest that may
     *     have been forced; {@link #KEEP_ALL} where the journal is not forced, or that is not known. The next entry's
     *     sequence must be above it, too, even where the journal ends below
     * @throws JournalException where the files cannot be read, or the new ones not be written; nothing has changed then
     */
    public static Salvaged run(Path journalDir, long keepUpToSequence) {
        return run(journalDir, keepUpToSequence, step -> {});
    }

    static Salvaged run(Path journalDir, long keepUpToSequence, Steps steps) {
        ChronicleSwap swap = new ChronicleSwap(journalDir);
        try {
            if (swap.isHalfDone()) {
                steps.reached("finishing");
                swap.finish(steps);
                return told(journalDir, swap.lastDamaged());
            }
            swap.clear();
            try {
                Salvaged salvaged = copy(journalDir, swap.begin(), keepUpToSequence, steps);
                steps.reached("copied");
                swap.complete();
                steps.reached("complete");
                swap.finish(steps);
                return salvaged;
            } catch (IOException | JournalException e) {
                if (!swap.isHalfDone()) {
                    swap.clear();
                }
                throw e;
            }
        } catch (IOException e) {
            throw failed(journalDir, e);
        }
    }

    private static JournalException failed(Path dir, IOException e) {
        return new JournalException(
                "Cannot salvage the journal " + dir + ": " + e + "; check its rights and the disk's space", e);
    }

    private static Salvaged copy(Path from, Path to, long keepUpTo, Steps steps) throws IOException {
        try (ChronicleRuns runs = ChronicleRuns.find(ChronicleCycle.listOwn(from))) {
            List<ChronicleRuns.Run> kept = keep(runs, keepUpTo);
            // Right from the beginning: Chronicle waits half a second where it sees the hour jump by years.
            CopiedHour hour =
                    new CopiedHour(kept.isEmpty() ? 0 : kept.get(0).file.number());
            try (ChronicleJournal journal = ChronicleJournal.open(to, options(runs.longest(), hour))) {
                for (ChronicleRuns.Run run : kept) {
                    steps.reached("copying");
                    hour.number = run.file.number();
                    for (long sequence = run.first; sequence <= run.last(); sequence++) {
                        journal.append(runs.entry(run, sequence));
                    }
                }
                journal.force();
            }
            return summary(kept, runs.entries(), runs.conflicting());
        }
    }

    private static ChronicleOptions options(int longest, Clock clock) {
        ChronicleOptions usual = new ChronicleOptions(ChronicleOptions.DEFAULT.blockBytes(), clock);
        return longest <= usual.maxEntryBytes()
                ? usual
                : new ChronicleOptions(ChronicleOptions.LONGEST_ENTRY * 4, clock);
    }

    private static List<ChronicleRuns.Run> keep(ChronicleRuns runs, long keepUpTo) {
        List<ChronicleRuns.Run> kept = new ArrayList<>();
        ChronicleRuns.@Nullable Run last = null;
        for (ChronicleRuns.Run run : runs.all()) {
            // Files are deleted once all of them was sent: the journal may begin where the sent ones end.
            long gapless = last == null ? keepUpTo + 1 : last.last() + 1;
            if (run.first > keepUpTo && run.first != gapless) {
                break;
            }
            kept.add(run);
            last = run;
        }
        return kept;
    }

    private static Salvaged summary(List<ChronicleRuns.Run> kept, long whole, long conflicting) {
        long entries = 0;
        long firstMissing = 0;
        ChronicleRuns.@Nullable Run before = null;
        for (ChronicleRuns.Run run : kept) {
            entries += run.last() - run.first + 1;
            if (before != null && firstMissing == 0 && run.first != before.last() + 1) {
                firstMissing = before.last() + 1;
            }
            before = run;
        }
        long first = kept.isEmpty() ? 0 : kept.get(0).first;
        long last = before == null ? 0 : before.last();
        long missing = before == null ? 0 : last - first + 1 - entries;
        return new Salvaged(entries, first, last, firstMissing, missing, whole - entries, conflicting);
    }

    /** What the run that was killed between the renames would have answered. */
    private static Salvaged told(Path journal, Path damaged) throws IOException {
        try (ChronicleRuns before = ChronicleRuns.find(ChronicleCycle.listOwn(damaged));
                ChronicleRuns now = ChronicleRuns.find(ChronicleCycle.listOwn(journal))) {
            return summary(new ArrayList<>(now.all()), before.entries(), before.conflicting());
        }
    }

    /** Watches a salvage go on. */
    interface Steps {
        void reached(String step) throws IOException;
    }

    /** The hour that an entry was in. */
    private static final class CopiedHour extends Clock {
        private int number;

        private CopiedHour(int number) {
            this.number = number;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(number * 3600L);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
