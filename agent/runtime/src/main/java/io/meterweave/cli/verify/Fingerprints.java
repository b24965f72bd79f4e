package io.meterweave.cli.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one epoch: of each sequence the first 64 bits of a salted SHA-256 of its line, so that a repeat
 * from however far back is told from another record under the same id.
 *
 * <p>Eight bytes a record, 80 MB for ten million; the lines themselves, or a set of their ids, would be gigabytes. They lie
 * in runs, each of consecutive sequences in the order of their arrival: one run where nothing is missing, one more for each
 * gap. A run grows by chunks, so that growing copies nothing big and needs no room for two copies. The salt is drawn anew
 * in each process: nobody can have prepared two lines whose 64 bits are the same.
 */
final class Fingerprints {
    /** With an array's header of 16 bytes a quarter of G1's smallest region, 1 MiB: one more would leave a quarter of each empty. */
    private static final int CHUNK = (1 << 15) - 2;

    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private Run current = new Run(0);

    /** Adds a sequence that is not in it. */
    void add(long sequence, long print) {
        if (sequence != current.next()) {
            Map.Entry<Long, Run> below = runs.floorEntry(sequence);
            if (below != null && below.getValue().next() == sequence) {
                current = below.getValue();
            } else {
                current = new Run(sequence);
                runs.put(sequence, current);
            }
        }
        current.add(print);
    }

    /** Whether a sequence is in it. */
    boolean has(long sequence) {
        return run(sequence) != null;
    }

    /** The fingerprint of a sequence that is in it. */
    boolean matches(long sequence, long print) {
        Run run = run(sequence);
        return run != null && run.get(sequence) == print;
    }

    private @Nullable Run run(long sequence) {
        if (current.has(sequence)) {
            return current;
        }
        Map.Entry<Long, Run> below = runs.floorEntry(sequence);
        return below != null && below.getValue().has(sequence) ? below.getValue() : null;
    }

    private static final class Run {
        private final long first;
        private long size;
        private final List<long[]> chunks = new ArrayList<>();

        Run(long first) {
            this.first = first;
        }

        long next() {
            return first + size;
        }

        boolean has(long sequence) {
            return sequence >= first && sequence < next();
        }

        void add(long print) {
            int chunk = (int) (size / CHUNK);
            int at = (int) (size % CHUNK);
            if (chunk == chunks.size()) {
                chunks.add(new long[chunk == 0 ? 16 : CHUNK]);
            }
            long[] to = chunks.get(chunk);
            if (at == to.length) {
                to = Arrays.copyOf(to, Math.min(CHUNK, 2 * at));
                chunks.set(chunk, to);
            }
            to[at] = print;
            size++;
        }

        long get(long sequence) {
            long at = sequence - first;
            return chunks.get((int) (at / CHUNK))[(int) (at % CHUNK)];
        }
    }
}
