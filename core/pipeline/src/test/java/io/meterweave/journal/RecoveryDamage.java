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
        file.seek(found + START_AND_MASK + Long.BYTES + 4);
        file.write(bytes[found + START_AND_MASK + Long.BYTES + 4] ^ 1);
    }

    private static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
