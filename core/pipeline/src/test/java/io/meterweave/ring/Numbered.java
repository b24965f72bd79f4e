package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Records that say who wrote them and as which, and whose other bytes follow from that. */
final class Numbered {
    /** The shortest: writer, number, CRC32C. */
    static final int LEAST = 20;

    private Numbered() {}

    /** Fills a buffer with a record of so many bytes. */
    static byte[] record(long writer, long number, int length) {
        byte[] bytes = new byte[length];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0, writer).putLong(8, number);
        for (int i = LEAST; i < length; i++) {
            bytes[i] = (byte) (number * 31 + i);
        }
        return out.putInt(16, crc(out)).array();
    }

    private static int crc(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(0, 16));
        crc.update(record.slice(LEAST, record.limit() - LEAST));
        return (int) crc.getValue();
    }

    /** Whether all bytes are those that were written. */
    static boolean isWhole(ByteBuffer record) {
        return record.limit() >= LEAST && record.getInt(16) == crc(record);
    }

    /** Checks every byte; answers writer and number. */
    static long[] check(ByteBuffer record) {
        assertThat(record.position()).isZero();
        assertThat(record.getInt(16)).isEqualTo(crc(record));
        return new long[] {record.getLong(0), record.getLong(8)};
    }

    /** Drains a stripe without freeing it; answers the numbers. */
    static List<Long> drained(RingSegment segment, int stripe) {
        List<Long> numbers = new ArrayList<>();
        segment.drain(stripe, Integer.MAX_VALUE, (s, position, record) -> numbers.add(check(record)[1]));
        return numbers;
    }

    /** Drains and frees all of a ring; answers the numbers. */
    static List<Long> drained(MappedRing ring) {
        List<Long> numbers = new ArrayList<>();
        long bytes;
        do {
            bytes = ring.drain(100, (s, position, record) -> numbers.add(check(record)[1]), () -> {});
        } while (bytes > 0);
        return numbers;
    }

    static boolean offer(RingSegment segment, RingWriter writer, long number, int length) {
        return segment.offer(writer, record(writer.id, number, length), length) != 0;
    }
}
