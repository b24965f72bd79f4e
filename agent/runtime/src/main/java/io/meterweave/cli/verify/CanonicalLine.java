package io.meterweave.cli.verify;

import io.meterweave.journal.EpochId;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One event, taken apart. Takes the lines that {@link io.meterweave.record.CloudEventWriter} writes and no others: what
 * is hashed must not have two spellings. Reusable; holds on to the bytes that it was given last.
 */
final class CanonicalLine {
    private static final byte[] HEAD = JsonCursor.ascii("{\"specversion\":\"1.0\",\"id\":\"");
    private static final byte[] SOURCE = JsonCursor.ascii("\",\"source\":");
    private static final byte[] TYPE = JsonCursor.ascii(",\"type\":");
    private static final byte[] SUBJECT = JsonCursor.ascii(",\"subject\":");
    private static final byte[] TIME = JsonCursor.ascii(",\"time\":");
    private static final byte[] CONTENT = JsonCursor.ascii(",\"datacontenttype\":\"application/json\",\"sequence\":\"");
    private static final byte[] PARTITION = JsonCursor.ascii(",\"partitionkey\":");
    private static final byte[] DATA = JsonCursor.ascii(",\"data\":");
    private static final int EPOCH_LENGTH = 36;
    private static final List<RecordType> TYPES = List.of(RecordType.values());
    private static final List<byte[]> TYPE_NAMES =
            TYPES.stream().map(type -> JsonCursor.ascii(type.eventType())).toList();
    private static final List<byte[]> QUANTITIES =
            Quantity.ALL.stream().map(q -> JsonCursor.ascii(q.field())).toList();

    private final JsonCursor cursor = new JsonCursor();
    private byte[] bytes = new byte[0];
    private int length;
    private String epoch = "";
    private byte[] epochBytes = new byte[0];
    private String source = "";
    private byte[] sourceBytes = new byte[0];
    private long sequence;
    private RecordType type = RecordType.USAGE;
    private int dataFrom;
    private int dataTo;
    private int known;
    private final long[] quantities = new long[Quantity.ALL.size()];

    /**
     * Takes a line apart. Where it fails, {@link #sequence} is 0 unless it had come past the id.
     *
     * @param line the bytes, without their line feed
     * @throws MalformedRecordException where they are no canonical line of an event
     */
    void scan(byte[] line, int size) throws MalformedRecordException {
        bytes = line;
        length = size;
        sequence = 0;
        known = 0;
        cursor.reset(line, 0, size);
        cursor.expect(HEAD);
        id();
        cursor.expect(SOURCE);
        cursor.string();
        if (!cursor.isTaken(sourceBytes)) {
            sourceBytes = Arrays.copyOfRange(line, cursor.from(), cursor.to());
            source = cursor.taken();
        }
        cursor.expect(TYPE);
        type();
        int subjectFrom = 0;
        int subjectTo = 0;
        boolean subject = type == RecordType.USAGE && cursor.take(SUBJECT);
        if (subject) {
            cursor.string();
            subjectFrom = cursor.from();
            subjectTo = cursor.to();
        }
        cursor.expect(TIME);
        cursor.string();
        cursor.expect(CONTENT);
        padded();
        if (subject) {
            cursor.expect(PARTITION);
            cursor.string();
            if (!Arrays.equals(line, cursor.from(), cursor.to(), line, subjectFrom, subjectTo)) {
                throw cursor.fault("partitionkey is not the subject");
            }
        }
        cursor.expect(DATA);
        dataFrom = cursor.at();
        if (type == RecordType.USAGE) {
            usage();
        } else {
            cursor.value();
        }
        dataTo = cursor.at();
        cursor.expect('}');
        cursor.expectEnd();
    }

    private void id() throws MalformedRecordException {
        int from = cursor.at();
        int behind = from + EPOCH_LENGTH;
        if (behind > length) {
            throw cursor.fault("an id is cut off");
        }
        if (!Arrays.equals(bytes, from, behind, epochBytes, 0, epochBytes.length)) {
            String name = new String(bytes, from, EPOCH_LENGTH, StandardCharsets.ISO_8859_1);
            if (!EpochId.is(name)) {
                throw cursor.fault("an id that begins with no epoch");
            }
            epoch = name;
            epochBytes = Arrays.copyOfRange(bytes, from, behind);
        }
        cursor.reset(bytes, behind, length);
        cursor.expect('.');
        long number = cursor.integer();
        if (number == 0 || number == Long.MAX_VALUE) {
            throw cursor.fault("an id whose sequence is none");
        }
        sequence = number;
    }

    private void type() throws MalformedRecordException {
        cursor.string();
        for (int i = 0; i < TYPE_NAMES.size(); i++) {
            if (cursor.isTaken(TYPE_NAMES.get(i))) {
                type = TYPES.get(i);
                return;
            }
        }
        throw cursor.fault("an unknown type");
    }

    private void padded() throws MalformedRecordException {
        int from = cursor.at();
        long number = 0;
        for (int i = from; i < from + 19; i++) {
            int digit = i < length ? bytes[i] - '0' : -1;
            if (digit < 0 || digit > 9) {
                throw cursor.fault("a sequence that is not 19 digits");
            }
            number = number * 10 + digit;
        }
        if (number != sequence) {
            throw cursor.fault("a sequence that is not the id's");
        }
        cursor.reset(bytes, from + 19, length);
        cursor.expect('"');
    }

    private void usage() throws MalformedRecordException {
        cursor.expect('{');
        if (cursor.take('}')) {
            return;
        }
        do {
            cursor.string();
            int quantity = quantity();
            cursor.expect(':');
            if (quantity < 0) {
                cursor.value();
            } else if ((known & 1 << quantity) != 0) {
                throw cursor.fault("a quantity that is there twice");
            } else {
                quantities[quantity] = cursor.integer();
                known |= 1 << quantity;
            }
        } while (cursor.take(','));
        cursor.expect('}');
    }

    private int quantity() {
        for (int i = 0; i < QUANTITIES.size(); i++) {
            if (cursor.isTaken(QUANTITIES.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The data's fields with what they say as it stands there, strings with their quotes. For events that are few. */
    Map<String, String> fields() throws MalformedRecordException {
        Map<String, String> fields = new LinkedHashMap<>();
        JsonCursor data = data();
        data.expect('{');
        if (data.take('}')) {
            return fields;
        }
        do {
            data.string();
            String key = data.taken();
            data.expect(':');
            data.value();
            if (fields.put(key, data.taken()) != null) {
                throw data.fault(key + " is there twice");
            }
        } while (data.take(','));
        return fields;
    }

    /** A cursor on the data; the line cannot be scanned on. */
    JsonCursor data() {
        cursor.reset(bytes, dataFrom, dataTo);
        return cursor;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    String epoch() {
        return epoch;
    }

    String source() {
        return source;
    }

    long sequence() {
        return sequence;
    }

    RecordType recordType() {
        return type;
    }

    boolean knows(Quantity quantity) {
        return (known & 1 << quantity.ordinal()) != 0;
    }

    long get(Quantity quantity) {
        return quantities[quantity.ordinal()];
    }
}
