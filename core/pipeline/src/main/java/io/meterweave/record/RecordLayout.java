package io.meterweave.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a usage record and of a journal entry. Little-endian throughout.
 *
 * <pre>
 *   Usage record, as it stands in the ring behind the ring's own header:
 *
 *    0        4     5     6       8                16               24
 *   +--------+-----+-----+-------+----------------+----------------+------------+-----------+
 *   | CRC32C |type | ver |   0   | start nanoTime |      mask      | quantities |   facts   |
 *   | int32  | u8  | u8  |  u16  |     int64      |     int64      |  int64 ×n  |  tlv ×m   |
 *   +--------+-----+-----+-------+----------------+----------------+------------+-----------+
 *
 *   CRC32C     {@link #checksum} of two: from the start to the last quantity, and of the facts, which many records of a
 *              thread share. What stands between it and the start has one value, and is compared
 *   mask       bits 0–15 which quantities follow, in the order of {@link Quantity}; 32–39 {@link Outcome};
 *              40–47 {@link TokensSource} and 48–55 {@link DeviceTimeSource}, each ordinal + 1, 0 = unknown
 *   fact       tag u8 ({@link Fact}), length u16, bytes
 *
 *   Journal entry (the journal puts its own length and CRC32C around it):
 *
 *    0               8     9     10      12       16               24             32
 *   +---------------+-----+-----+-------+--------+----------------+--------------+------------------+
 *   |   sequence    |type | ver | flags | stripe | ring position  |     time     |       body       |
 *   |    int64      | u8  | u8  |  u16  | int32  |     int64      |    int64     |                  |
 *   +---------------+-----+-----+-------+--------+----------------+--------------+------------------+
 *
 *   flags      bit 0: the record came back after a crash
 *   stripe     segment &lt;&lt; 16 | stripe of the ring that it was taken from, -1 where it was made by the journal
 *   position   the ring position behind the record: recovery drops what lies at or below it
 *   time       nanoseconds since 1970-01-01T00:00:00Z, of the inference's start
 *   body       usage: the record above from its start nanoTime on; all other types: the event's data, as JSON
 * </pre>
 */
public final class RecordLayout {
    /** Where the CRC32C stands. */
    public static final int CRC = 0;

    static final int TYPE = 4;
    static final int VERSION = 5;
    static final int ZERO = 6;

    /** Where the start stands. */
    public static final int START = 8;

    static final int MASK = 16;
    static final int QUANTITIES = 24;

    static final int OUTCOME_SHIFT = 32;
    static final int TOKENS_SOURCE_SHIFT = 40;
    static final int DEVICE_TIME_SOURCE_SHIFT = 48;
    static final long QUANTITY_BITS = 0xffffL;

    static final int ENTRY_SEQUENCE = 0;
    static final int ENTRY_TYPE = 8;
    static final int ENTRY_VERSION = 9;
    static final int ENTRY_FLAGS = 10;
    static final int ENTRY_STRIPE = 12;
    static final int ENTRY_POSITION = 16;
    static final int ENTRY_TIME = 24;
    static final int ENTRY_BODY = 32;
    static final int FLAG_RECOVERED = 1;

    /** The version of records in the ring that this code writes, and the only one it reads. */
    static final byte RECORD_FORMAT = 2;

    /** The version of journal entries that this code writes, and the only one it reads. */
    static final byte ENTRY_FORMAT = 1;

    /**
     * The longest record in bytes: a template, a subject, eight attributes and an error fit with room to spare. With the
     * ring's header it is half of the smallest stripe: a longer one could meet an empty stripe that has no room for it
     * on either side of its tail.
     */
    public static final int MAX_RECORD_BYTES = 8 * 1024 - 8;

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private RecordLayout() {}

    /**
     * What a record has in place of one CRC32C. Half of the one is turned, so that the sums of equal or empty parts are not
     * lost in each other.
     */
    static int checksum(int numbers, int facts) {
        return numbers + Integer.rotateLeft(facts, 16);
    }
}
