package io.meterweave.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are whole in a damaged journal, and where, in the order of their sequences. Kept by runs of entries that
 * follow each other in a file: memory grows with the damage, not with the journal.
 *
 * <p>Of two whole entries with one sequence the first counts.
 */
final class ChronicleRuns implements Closeable {
    /** So that an entry is found in its run by reading about a megabyte. */
    private static final int LONGEST = 4096;

    private final List<ChronicleCycle> files;
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private long entries;
    private long conflicting;
    private int longest;
    private @Nullable Run open;
    private long taken;

    private @Nullable Run read;
    private @Nullable ChronicleScan reading;

    private ChronicleRuns(List<ChronicleCycle> files) {
        this.files = files;
    }

    /** Reads all of the files, oldest first. The files must stay where they are until this is closed. */
    static ChronicleRuns find(List<ChronicleCycle> files) throws IOException {
        ChronicleRuns runs = new ChronicleRuns(files);
        try {
            for (ChronicleCycle file : files) {
                runs.add(file);
            }
        } catch (IOException | RuntimeException e) {
            runs.close();
            throw e;
        }
        return runs;
    }

    private void add(ChronicleCycle file) throws IOException {
        open = null;
        try (ChronicleScan scan = new ChronicleScan(file.path())) {
            while (scan.next()) {
                add(file, scan);
            }
        }
    }

    private void add(ChronicleCycle file, ChronicleScan scan) throws IOException {
        long sequence = scan.sequence();
        longest = Math.max(longest, scan.entry().remaining());
        Run run = open;
        if (run != null && sequence == run.last + 1 && sequence < taken && sequence - run.first < LONGEST) {
            run.last = sequence;
            entries++;
            return;
        }
        Map.Entry<Long, Run> below = runs.floorEntry(sequence);
        if (below != null && sequence <= below.getValue().last) {
            open = null;
            conflicting += entry(below.getValue(), sequence).equals(scan.entry()) ? 0 : 1;
            return;
        }
        open = new Run(file, scan.at(), sequence);
        Long above = runs.higherKey(sequence);
        taken = above == null ? Long.MAX_VALUE : above;
        runs.put(sequence, open);
        entries++;
    }

    /** The runs, in the order of their sequences. */
    Collection<Run> all() {
        return runs.values();
    }

    /** How many sequences have a whole entry. */
    long entries() {
        return entries;
    }

    /** How many whole entries differ from an earlier one with their sequence. */
    long conflicting() {
        return conflicting;
    }

    /** The longest one's bytes. */
    int longest() {
        return longest;
    }

    /** An entry, valid until the next call; cheap where it is the one behind the last one asked for. */
    ByteBuffer entry(Run run, long sequence) throws IOException {
        ChronicleScan scan = reading;
        Run before = read;
        if (scan == null || before == null || !before.file.equals(run.file)) {
            close();
            reading = scan = new ChronicleScan(run.file.path());
            scan.moveTo(run.at);
        } else if (before != run || scan.sequence() >= sequence) {
            scan.moveTo(run.at);
        }
        read = run;
        while (scan.next()) {
            if (scan.sequence() == sequence) {
                return scan.entry();
            }
        }
        throw new IOException(run.file.path() + " changed while it was read");
    }

    @Override
    public void close() throws IOException {
        ChronicleScan scan = reading;
        reading = null;
        read = null;
        if (scan != null) {
            scan.close();
        }
    }

    @Override
    public String toString() {
        return entries + " entries in " + runs.size() + " runs of " + files;
    }

    /** Entries that follow each other, in one file and in their numbers. */
    static final class Run {
        final ChronicleCycle file;
        final long first;
        private final long at;
        private long last;

        private Run(ChronicleCycle file, long at, long first) {
            this.file = file;
            this.at = at;
            this.first = first;
            last = first;
        }

        long last() {
            return last;
        }
    }
}
