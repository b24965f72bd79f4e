package io.meterweave.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.jspecify.annotations.Nullable;

/** A journal that is only read. Its queue opens once there is a file with a header: Chronicle would wait for one. */
final class ChronicleView implements Journal {
    private final Path dir;
    private @Nullable SingleChronicleQueue queue;

    ChronicleView(Path dir) {
        this.dir = dir;
        queue();
    }

    /** The queue, or null while the journal has no file. */
    synchronized @Nullable SingleChronicleQueue queue() {
        if (queue == null) {
            ChronicleFiles files = ChronicleFiles.check(dir);
            if (!files.cycles().isEmpty()) {
                queue = open();
            }
        }
        return queue;
    }

    private SingleChronicleQueue open() {
        try {
            return SingleChronicleQueueBuilder.binary(dir)
                    .rollCycle(ChronicleCycle.ROLL)
                    .readOnly(true)
                    .blockSize(ChronicleOptions.LARGEST_MAPPED)
                    .timeoutMS(ChronicleJournal.TIMEOUT_MILLIS)
                    .build();
        } catch (RuntimeException | InternalError | AssertionError e) {
            throw new JournalException("Cannot open the journal " + dir + ": " + e + "; restore it from a backup", e);
        }
    }

    @Override
    public void append(ByteBuffer entry) {
        throw new JournalException("The journal " + dir + " was opened to read only");
    }

    @Override
    public void force() {
        throw new JournalException("The journal " + dir + " was opened to read only");
    }

    @Override
    public JournalReader reader() {
        return new ChronicleLateReader(dir, this);
    }

    @Override
    public JournalReader tail(long entries) {
        return ChronicleReader.tail(reader(), dir, entries);
    }

    @Override
    public void backward(Visitor visitor) {
        SingleChronicleQueue open = queue();
        if (open != null) {
            new ChronicleBackward(dir, open).visit(visitor);
        }
    }

    @Override
    public synchronized void close() {
        Closeable.closeQuietly(queue);
        BackgroundResourceReleaser.releasePendingResources();
    }
}
