package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file with each event once, one a line, in the order in which they came first. What was kept is on the device. */
final class Inbox implements AutoCloseable {
    private final Map<String, Event> events = new LinkedHashMap<>();
    private final Path path;
    private final FileChannel file;
    private long kept;
    private long repeated;
    private long altered;

    Inbox(Path path) throws IOException {
        this.path = path;
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Keeps those that are new. Once it has returned, they may be acknowledged. */
    synchronized void keep(List<Event> batch) throws IOException {
        Map<String, Event> fresh = new LinkedHashMap<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : batch) {
            Event before = events.get(event.key());
            if (before == null) {
                before = fresh.putIfAbsent(event.key(), event);
            }
            if (before == null) {
                lines.writeBytes(event.bytes());
                lines.write('\n');
            } else if (Arrays.equals(before.bytes(), event.bytes())) {
                repeated++;
            } else {
                altered++;
            }
        }
        // What a write that failed has left.
        file.truncate(kept);
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
        kept = file.position();
        events.putAll(fresh);
    }

    /** What the file itself has. */
    List<Event> read() throws IOException {
        List<Event> read = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            read.add(Event.of(line.getBytes(UTF_8)));
        }
        return read;
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
