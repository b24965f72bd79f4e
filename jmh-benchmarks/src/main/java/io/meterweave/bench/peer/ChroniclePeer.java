package io.meterweave.bench.peer;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;

/** An entry of a Chronicle queue for each call, appended by its own thread: bytes without names of fields. */
final class ChroniclePeer implements Peer {
    private final ChronicleQueue queue;
    private final ThreadLocal<ExcerptAppender> appenders;

    ChroniclePeer(Path dir) {
        ChronicleQueue made = ChronicleQueue.single(dir.toString());
        queue = made;
        appenders = ThreadLocal.withInitial(made::createAppender);
    }

    @Override
    public @Nullable Object call(Inference inference, Facts facts) throws Exception {
        long start = System.nanoTime();
        Object result = inference.run();
        long nanos = System.nanoTime() - start;
        try (DocumentContext entry = appenders.get().writingDocument()) {
            bytes(entry)
                    .write8bit(facts.provider())
                    .write8bit(facts.model())
                    .write8bit(facts.subject())
                    .writeLong(facts.tokens())
                    .writeLong(start)
                    .writeLong(nanos);
        }
        return result;
    }

    private static Bytes<?> bytes(DocumentContext entry) {
        Wire wire = entry.wire();
        if (wire == null) {
            throw new IllegalStateException("no entry");
        }
        return wire.bytes();
    }

    @Override
    public long arrived() {
        long entries = 0;
        try (ExcerptTailer tailer = queue.createTailer()) {
            while (true) {
                try (DocumentContext entry = tailer.readingDocument()) {
                    if (!entry.isPresent()) {
                        break;
                    }
                    Bytes<?> in = bytes(entry);
                    Facts facts = new Facts(text(in), text(in), text(in), in.readLong());
                    entries += facts.equals(Facts.OF_THE_CALLS) ? 1 : 0;
                }
            }
        }
        queue.close();
        return entries;
    }

    private static String text(Bytes<?> in) {
        String text = in.read8bit();
        return text == null ? "" : text;
    }
}
