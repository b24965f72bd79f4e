package io.meterweave.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads forward through an unnamed tailer: a named one would store its place at every read.
 *
 * <p>A tailer takes a zeroed page for the end of what was written, and a damaged word for the end of a file. So where
 * it finds nothing more, and where it goes over to another file, its place is held against the number of entries in the
 * file's header.
 */
final class ChronicleReader implements JournalReader {
    private final Path dir;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final ChronicleFrame frame = new ChronicleFrame();
    private final LongSupplier readable;
    private long position = START;

    /**
     * Opens a reader.
     *
     * @param readable the position up to which entries may be read now
     */
    ChronicleReader(Path dir, SingleChronicleQueue queue, LongSupplier readable) {
        this.dir = dir;
        this.queue = queue;
        this.readable = readable;
        try {
            tailer = queue.createTailer();
            tailer.singleThreadedCheckDisabled(true);
        } catch (RuntimeException | InternalError | AssertionError e) {
            throw failed(e);
        }
    }

    /** Has a reader begin before the last so many entries; closes it where that cannot be. */
    static JournalReader tail(JournalReader reader, Path dir, long entries) {
        try {
            reader.moveTo(ChronicleCycle.before(dir, entries));
            return reader;
        } catch (JournalException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public @Nullable ByteBuffer next() {
        if (position >= readable.getAsLong()) {
            return null;
        }
        try {
            ByteBuffer entry = read();
            if (entry == null && isBehind()) {
                // It may have been written between the two looks; or the first files were deleted, which a reader of
                // another process's journal learns late.
                if (position == START) {
                    toFirst();
                }
                entry = read();
                if (entry == null && isBehind()) {
                    throw stuck();
                }
            }
            return entry;
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException | IOException | InternalError | AssertionError e) {
            throw failed(e);
        }
    }

    private @Nullable ByteBuffer read() throws IOException {
        long index;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return null;
            }
            index = document.index();
            if (!isLeftTooEarly(index)) {
                position = index + 1;
                return frame.read(document.wire().bytes(), index);
            }
        }
        JournalException damage = new JournalException("Journal " + dir + " is damaged behind position 0x"
                + Long.toHexString(position) + ": the rest of that file cannot be read; restore it from a backup");
        moveTo(index);
        throw damage;
    }

    /** Whether the tailer went over to another file before it came to the end of the last one. */
    private boolean isLeftTooEarly(long index) throws IOException {
        int cycle = ChronicleCycle.cycleOf(position);
        return position != START
                && ChronicleCycle.cycleOf(index) != cycle
                && lastSequence(cycle) >= ChronicleCycle.sequenceOf(position);
    }

    /** Whether a header knows of entries that the tailer did not come to. */
    private boolean isBehind() throws IOException {
        if (position != START) {
            int cycle = ChronicleCycle.cycleOf(position);
            if (lastSequence(cycle) >= ChronicleCycle.sequenceOf(position)) {
                return true;
            }
            if (cycle >= queue.lastCycle()) {
                return false;
            }
        }
        List<ChronicleCycle> files = ChronicleCycle.list(dir);
        for (int i = files.size() - 1; i >= 0; i--) {
            int number = files.get(i).number();
            if ((position == START || number > ChronicleCycle.cycleOf(position)) && lastSequence(number) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void toFirst() throws IOException {
        for (ChronicleCycle file : ChronicleCycle.list(dir)) {
            if (lastSequence(file.number()) >= 0) {
                tailer.moveToIndex(ChronicleCycle.ROLL.toIndex(file.number(), 0));
                return;
            }
        }
    }

    private long lastSequence(int cycle) throws IOException {
        try {
            return ChronicleHeader.lastSequence(ChronicleCycle.of(dir, cycle).path());
        } catch (FileNotFoundException e) {
            return -1; // Deleted once delivered.
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void moveTo(long to) {
        try {
            if (to == START) {
                tailer.toStart();
            } else if (to < 0 || !goTo(to)) {
                throw new JournalException("Journal " + dir + " has no position 0x" + Long.toHexString(to)
                        + ": its file was deleted or never written; start from the beginning");
            }
            position = to;
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException | InternalError | AssertionError e) {
            throw failed(e);
        }
    }

    /** Goes behind the entry before, as there may be none at the position yet; a file's first has none before. */
    private boolean goTo(long to) {
        if (ChronicleCycle.sequenceOf(to) == 0) {
            return tailer.moveToIndex(to);
        }
        if (!tailer.moveToIndex(to - 1)) {
            return false;
        }
        try (DocumentContext document = tailer.readingDocument()) {
            return document.isPresent();
        }
    }

    private JournalException stuck() {
        return new JournalException("Journal " + dir + " is damaged at position 0x" + Long.toHexString(position)
                + ": entries were written behind it that cannot be reached; restore it from a backup");
    }

    private JournalException failed(Throwable e) {
        return new JournalException(
                "Cannot read the journal " + dir + " at position 0x" + Long.toHexString(position) + ": " + e
                        + "; restore it from a backup",
                e);
    }

    @Override
    public void close() {
        tailer.close();
    }
}
