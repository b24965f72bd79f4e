package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Instances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Has an epoch's files say that they are of the version before this one. */
final class FormatStrokes {
    private static final int LAST_OF_MAGIC = 7;
    private static final int VERSION = 9;
    private static final int SHORTEST = 36;
    private static final int LONGEST = 1 << 13;

    private FormatStrokes() {}

    static void identity(Path epoch) {
        Path file = epoch.resolve("instance.json");
        String text = new String(read(file), StandardCharsets.UTF_8);
        write(file, text.replace("\"format\":1", "\"format\":0").getBytes(StandardCharsets.UTF_8));
    }

    static void ring(Path epoch) {
        Path file = epoch.resolve("ring").resolve("0000.ring");
        byte[] bytes = read(file);
        assertThat(bytes[LAST_OF_MAGIC]).isEqualTo((byte) '3');
        bytes[LAST_OF_MAGIC] = '2';
        write(file, bytes);
    }

    /** Each entry: found by its length and its checksum, and given both again. */
    static void journal(Path epoch) {
        Path file = Instances.journal(epoch).get(0);
        ByteBuffer bytes = ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN);
        int entries = 0;
        for (int at = 0; at + 8 < bytes.capacity(); ) {
            int length = bytes.getInt(at);
            boolean entry = length >= SHORTEST
                    && length <= LONGEST
                    && at + 8 + length <= bytes.capacity()
                    && crc(bytes, at + 8, length) == bytes.getInt(at + 4);
            if (entry) {
                bytes.put(at + 8 + VERSION, (byte) (bytes.get(at + 8 + VERSION) - 1));
                bytes.putInt(at + 4, crc(bytes, at + 8, length));
                entries++;
            }
            at += entry ? 8 + length : 1;
        }
        assertThat(entries).as("entries of " + file).isPositive();
        write(file, bytes.array());
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), from, length);
        return (int) crc.getValue();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
