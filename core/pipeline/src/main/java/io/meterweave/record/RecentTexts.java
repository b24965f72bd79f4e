package io.meterweave.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes texts of which most come again and again: providers, models, subjects. What was read lately at a slot is given
 * again where its bytes are the same. Not thread-safe.
 */
final class RecentTexts {
    private static final int SLOTS = 128;

    private final byte[][] bytes = new byte[SLOTS][];
    private final @Nullable String[] texts = new @Nullable String[SLOTS];
    private byte[] read = new byte[Fact.MAX_BYTES];

    /** Reads so many bytes of UTF-8. */
    String read(ByteBuffer in, int length) {
        if (length > read.length) {
            read = new byte[length];
        }
        in.get(read, 0, length);
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + read[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String known = texts[slot];
        if (known != null && Arrays.equals(bytes[slot], 0, bytes[slot].length, read, 0, length)) {
            return known;
        }
        String text = new String(read, 0, length, StandardCharsets.UTF_8);
        bytes[slot] = Arrays.copyOf(read, length);
        texts[slot] = text;
        return text;
    }
}
