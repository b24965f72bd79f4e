package io.meterweave.it.receiver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** A file with each event once, by its id: what a receiver that drops repeated ids holds. It outlives the receiver. */
final class ReceivedEvents {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"\\\\]{1,100})\"");

    private final Map<String, Long> fingerprints = new HashMap<>();
    private final FileChannel file;
    private long repeated;
    private long different;

    ReceivedEvents(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        byte[] before = Files.readAllBytes(path);
        int begin = 0;
        for (int i = 0; i < before.length; i++) {
            if (before[i] == '\n') {
                byte[] line = Arrays.copyOfRange(before, begin, i);
                fingerprints.put(id(line), fingerprint(line));
                begin = i + 1;
            }
        }
        // What was killed in the middle of a line has not answered for it.
        file.truncate(begin);
        file.position(begin);
    }

    /** All of them or none, as far as the file goes: one write. */
    synchronized void keep(List<byte[]> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] event : events) {
            long fingerprint = fingerprint(event);
            Long before = fingerprints.putIfAbsent(id(event), fingerprint);
            if (before == null) {
                lines.writeBytes(event);
                lines.write('\n');
            } else if (before == fingerprint) {
                repeated++;
            } else {
                different++;
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static String id(byte[] event) {
        Matcher id = ID.matcher(new String(event, StandardCharsets.UTF_8));
        if (!id.find()) {
            throw new IllegalArgumentException("an event without an id");
        }
        return id.group(1);
    }

    private static long fingerprint(byte[] event) {
        CRC32C crc = new CRC32C();
        crc.update(event);
        return (long) event.length << 32 | crc.getValue();
    }

    @Override
    public synchronized String toString() {
        return "events=" + fingerprints.size() + " repeated=" + repeated + " different=" + different;
    }
}
