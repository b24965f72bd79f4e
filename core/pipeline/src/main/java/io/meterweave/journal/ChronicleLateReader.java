package io.meterweave.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.jspecify.annotations.Nullable;

/** A reader of a journal that may not have its first file yet. */
final class ChronicleLateReader implements JournalReader {
    private final Path dir;
    private final ChronicleView view;
    private @Nullable ChronicleReader reader;

    ChronicleLateReader(Path dir, ChronicleView view) {
        this.dir = dir;
        this.view = view;
    }

    private @Nullable ChronicleReader reader() {
        if (reader == null) {
            SingleChronicleQueue queue = view.queue();
            if (queue != null) {
                reader = new ChronicleReader(dir, queue, () -> Long.MAX_VALUE);
            }
        }
        return reader;
    }

    @Override
    public @Nullable ByteBuffer next() {
        ChronicleReader open = reader();
        return open == null ? null : open.next();
    }

    @Override
    public long position() {
        return reader == null ? START : reader.position();
    }

    @Override
    public void moveTo(long position) {
        ChronicleReader open = reader();
        if (open != null) {
            open.moveTo(position);
        } else if (position != START) {
            throw new JournalException("Journal " + dir + " has no position 0x" + Long.toHexString(position)
                    + ": it is empty; start from the beginning");
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
