package io.meterweave.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** Reads a journal from its last entry back. */
final class ChronicleBackward {
    private static final long NONE = -1;

    private final Path dir;
    private final SingleChronicleQueue queue;
    private final ChronicleFrame frame = new ChronicleFrame();

    ChronicleBackward(Path dir, SingleChronicleQueue queue) {
        this.dir = dir;
        this.queue = queue;
    }

    void visit(Journal.Visitor visitor) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.direction(TailerDirection.BACKWARD).toEnd();
            long above = NONE;
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    long index = document.isPresent() ? document.index() : NONE;
                    check(index, above);
                    if (index == NONE || !visitor.visit(entry(document, index))) {
                        return;
                    }
                    above = index;
                }
            }
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException | IOException | InternalError | AssertionError e) {
            throw new JournalException(
                    "Cannot read the journal " + dir + " backwards: " + e + "; restore it from a backup", e);
        }
    }

    private @Nullable ByteBuffer entry(DocumentContext document, long index) {
        try {
            return frame.read(document.wire().bytes(), index);
        } catch (CorruptEntryException e) {
            return null;
        }
    }

    /** Within a file, indexes have no gaps; at a file's border, what its header counts must have been met. */
    private void check(long index, long above) throws IOException {
        if (above != NONE && ChronicleCycle.sequenceOf(above) > 0) {
            if (index != above - 1) {
                throw damaged(above);
            }
            return;
        }
        List<ChronicleCycle> files = ChronicleCycle.list(dir);
        for (int i = files.size() - 1; i >= 0; i--) {
            ChronicleCycle file = files.get(i);
            boolean passed = above != NONE && file.number() >= ChronicleCycle.cycleOf(above);
            long last = passed ? NONE : lastSequence(file.path());
            if (last >= 0) {
                long least = ChronicleCycle.ROLL.toIndex(file.number(), last);
                if (index < least) {
                    throw damaged(least + 1);
                }
                return;
            }
        }
    }

    private static long lastSequence(Path file) throws IOException {
        try {
            return ChronicleHeader.lastSequence(file);
        } catch (FileNotFoundException e) {
            return NONE; // Deleted once delivered.
        }
    }

    private JournalException damaged(long position) {
        return new JournalException("Journal " + dir + " is damaged before position 0x" + Long.toHexString(position)
                + ": an entry that was written there cannot be reached; restore it from a backup");
    }
}
