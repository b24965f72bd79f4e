package io.meterweave.cli.verify;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hashes of an epoch's manifests, 40 bytes each: an adopter may name any of them, in an event that comes later. */
final class ManifestHashes {
    private static final int SIZE = 32;

    private long[] sequences = new long[4];
    private byte[] hashes = new byte[4 * SIZE];
    private int count;

    /** Adds one whose sequence is above all others. */
    void add(long sequence, String sha256) {
        if (count == sequences.length) {
            int room = count + count / 2;
            sequences = Arrays.copyOf(sequences, room);
            hashes = Arrays.copyOf(hashes, room * SIZE);
        }
        sequences[count] = sequence;
        System.arraycopy(HexFormat.of().parseHex(sha256), 0, hashes, count * SIZE, SIZE);
        count++;
    }

    int count() {
        return count;
    }

    /** The sequence of the last one at or below; 0 where there is none. */
    long atOrBelow(long sequence) {
        int i = index(sequence);
        return i < 0 ? 0 : sequences[i];
    }

    /** Its hash; null where there is none. */
    @Nullable String hashAtOrBelow(long sequence) {
        int i = index(sequence);
        return i < 0 ? null : HexFormat.of().formatHex(hashes, i * SIZE, (i + 1) * SIZE);
    }

    private int index(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, count, sequence);
        return found >= 0 ? found : -found - 2;
    }
}
