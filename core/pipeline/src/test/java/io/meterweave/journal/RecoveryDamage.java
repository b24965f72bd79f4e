package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;

/** Finds a scene's record in a ring's or a journal's file by its bytes. */
final class RecoveryDamage {
    private static final int START_AND_MASK = 16;

    private RecoveryDamage() {}

    /** Flips a bit in the subject of the record with the number. */
    static void flip(RandomAccessFile file, long number) throws IOException {
        int at = find(file, number) + START_AND_MASK + Long.BYTES + 4;
        file.seek(at);
        int before = file.read();
        file.seek(at);
        file.write(before ^ 1);
    }

    /** Zeroes so many bytes from within the record with the number on. */
    static void zero(RandomAccessFile file, long number, int bytes) throws IOException {
        file.seek(find(file, number));
        file.write(new byte[bytes]);
    }

    private static int find(RandomAccessFile file, long number) throws IOException {
        byte[] bytes = new byte[(int) file.length()];
        file.seek(0);
        file.readFully(bytes);
        int found = -1;
        for (int at = 4096; at + 40 < bytes.length; at++) {
            if (longAt(bytes, at) == RecoveryScene.start(number)
                    && longAt(bytes, at + 8) == 1
                    && longAt(bytes, at + START_AND_MASK) == number) {
                assertThat(found).isEqualTo(-1);
                found = at;
            }
        }
        assertThat(found).isPositive();
        return found;
    }

    private static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
