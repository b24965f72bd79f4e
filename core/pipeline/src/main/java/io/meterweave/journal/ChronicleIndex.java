package io.meterweave.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a cycle file's index should say, held against what it says. Chronicle goes where the index points and does not
 * look what is there; where it has a zero, Chronicle walks.
 *
 * <pre>
 *   block     word | b9 05 "index"       | ... 4096 | used | int64 × 4096: where each 256th entry begins
 *   root      word | b9 0b "index2index" | ... 4096 | used | int64 × 4096: where the blocks begin
 * </pre>
 */
final class ChronicleIndex {
    private static final int SPACING = ChronicleCycle.ROLL.defaultIndexSpacing();
    private static final int COUNT = ChronicleCycle.ROLL.defaultIndexCount();
    private static final int BYTES = COUNT * Long.BYTES;
    private static final int BLOCK = 0x6e69_05b9;
    private static final int ROOT = 0x6e69_0bb9;

    private final ChronicleRawFile file;
    private final List<Long> roots = new ArrayList<>();
    private final List<Long> blocks = new ArrayList<>();
    private long[] places = new long[COUNT];
    private int indexed;

    ChronicleIndex(ChronicleRawFile file) {
        this.file = file;
    }

    /** Takes note of a document of Chronicle's own; answers whether it is what it was. */
    boolean add(long at, int length) throws IOException {
        if (length < BYTES) {
            return at == 0; // The file's header, the only other one.
        }
        int head = file.word(at + Integer.BYTES);
        (head == ROOT ? roots : blocks).add(at);
        return head == ROOT || head == BLOCK;
    }

    /** Takes note of where an entry begins; also of where the next one will: it is indexed before it is finished. */
    void add(long entry, long at) {
        if (entry % SPACING != 0) {
            return;
        }
        if (indexed == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        places[indexed++] = at;
    }

    /** Whether nothing in the index leads to a wrong place. */
    boolean isSound() throws IOException {
        long[] starts = blocks.stream().mapToLong(Long::longValue).toArray();
        for (long root : roots) {
            if (!isSound(root, starts, 0, starts.length)) {
                return false;
            }
        }
        for (int i = 0; i < starts.length; i++) {
            if (!isSound(starts[i], places, i * COUNT, indexed)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSound(long block, long[] expected, int from, int to) throws IOException {
        long values = ChronicleRawFile.end(block, file.word(block)) - BYTES;
        if (file.longAt(values - 2 * Long.BYTES) != COUNT) {
            return false;
        }
        for (int i = 0; i < COUNT; i++) {
            long value = file.longAt(values + (long) i * Long.BYTES);
            if (value != 0 && (from + i >= to || value != expected[from + i])) {
                return false;
            }
        }
        return true;
    }
}
