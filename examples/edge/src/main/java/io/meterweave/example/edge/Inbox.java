package io.meterweave.example.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file with each event once, one a line, in the order in which they came first. What was kept is on the device. */
final class Inbox implements AutoCloseable {
    private final Map<String, Event> events = new LinkedHashMap<>();
    private final FileChannel file;
    private long repeated;
    private long altered;

    Inbox(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Keeps those that are new. Once it has returned, they may be acknowledged. */
    synchronized void keep(List<Event> batch) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : batch) {
            Event before = events.putIfAbsent(event.key(), event);
            if (before == null) {
                lines.writeBytes(event.bytes());
                lines.write('\n');
            } else if (Arrays.equals(before.bytes(), event.bytes())) {
                repeated++;
            } else {
                altered++;
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
    }

    synchronized Collection<Event> events() {
        return List.copyOf(events.values());
    }

    /** How many came again, with the same bytes: no fault, a delivery whose answer is lost has to. */
    synchronized long repeated() {
        return repeated;
    }

    /** How many came again with other bytes. */
    synchronized long altered() {
        return altered;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
