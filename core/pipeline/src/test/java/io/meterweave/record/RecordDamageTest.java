package io.meterweave.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not what was written. */
class RecordDamageTest {
    private static ByteBuffer whole() {
        UsageDraft draft = Drafts.draft(Facts.NONE
                .with(Fact.SUBJECT, "acme")
                .with(Fact.OPERATION, "chat")
                .withAttribute("team", "blue"));
        Quantity.ALL.forEach(quantity -> draft.set(quantity, 77L * quantity.ordinal()));
        draft.outcome(Outcome.OK);
        draft.start(123);
        return Drafts.record(draft);
    }

    /** Of a call inside of another, in a span: with facts of its own behind those that it shares with the thread's next. */
    private static ByteBuffer wholeWithIds() {
        UsageDraft draft = Drafts.draft(Facts.NONE.with(Fact.SUBJECT, "acme"));
        draft.parent(7);
        draft.scopeId(8);
        assertThat(draft.span("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"))
                .isTrue();
        draft.start(123);
        return Drafts.record(draft);
    }

    static List<ByteBuffer> records() {
        return List.of(whole(), wholeWithIds());
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachFlippedBitIsNoticed(ByteBuffer record) {
        RecordCodec codec = new RecordCodec();
        assertThat(codec.fault(record)).isNull();
        for (int bit = 0; bit < record.limit() * 8; bit++) {
            byte was = record.get(bit / 8);
            record.put(bit / 8, (byte) (was ^ 1 << bit % 8));
            assertThat(codec.fault(record)).as("bit %d", bit).isNotNull();
            record.put(bit / 8, was);
        }
        assertThat(codec.fault(record)).isNull();
        assertThat(record.position()).isZero();
    }

    @Test
    void eachCutIsNoticedAlsoInTheMiddleOfABuffer() {
        RecordCodec codec = new RecordCodec();
        ByteBuffer record = whole();
        int length = record.limit();
        ByteBuffer later = ByteBuffer.allocate(length + 200).order(ByteOrder.LITTLE_ENDIAN);
        later.position(100).put(record.duplicate()).position(100);
        for (int cut = 0; cut <= length; cut++) {
            later.limit(100 + cut);
            assertThat(codec.fault(later) == null).as("%d bytes", cut).isEqualTo(cut == length);
            assertThat(later.position()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122, -42})
    void hostileBytesAreRecordsOrMalformedAndNothingElse(long seed) {
        Random random = new Random(seed);
        byte[] body = new byte[whole().remaining() - RecordLayout.START];
        whole().position(RecordLayout.START).get(body);
        int decoded = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = i % 3 == 0 ? new byte[random.nextInt(200)] : Arrays.copyOf(body, random.nextInt(400));
            if (i % 3 == 0) {
                random.nextBytes(bytes);
            }
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            decoded += decode(bytes) ? 1 : 0;
        }
        assertThat(decoded).isBetween(1, 29_999);
    }

    private static boolean decode(byte[] bytes) {
        try {
            UsageRecord record = RecordCodec.decode(ByteBuffer.wrap(bytes));
            ByteBuffer body = ByteBuffer.wrap(bytes);
            byte[] line = new CloudEventWriter("e", "s")
                    .write(new JournalEntry(1, RecordType.USAGE, false, 0, 8, 0, body), record);
            return line.length > 0;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    @Test
    void factsThatClaimMoreThanThereIsAreRefused() {
        for (int length : new int[] {1, 0x7fff, 0x8000, 0xffff}) {
            for (int tag : new int[] {0, 1, Fact.ALL.size(), Fact.ALL.size() + 1, 127, 128, 255}) {
                ByteBuffer body = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
                body.putLong(0).putLong(0).put((byte) tag).putShort((short) length);
                assertThatThrownBy(() -> RecordCodec.decode(body.flip())).isInstanceOf(MalformedRecordException.class);
            }
        }
    }

    @Test
    void anAttributeWhoseKeyIsLongerThanItIsRefused() {
        ByteBuffer body = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(0).putLong(0).put(Fact.ATTRIBUTE.tag()).putShort((short) 2);
        body.put((byte) 2).put((byte) 'k');
        assertThatThrownBy(() -> RecordCodec.decode(body.flip())).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void unknownCodesAndQuantitiesAreRefused() {
        for (long mask : new long[] {
            1L << Quantity.ALL.size(),
            1L << 15,
            (long) (Outcome.ALL.size() + 1) << 32,
            (long) (TokensSource.ALL.size() + 1) << 40,
            0xffL << 48
        }) {
            ByteBuffer body = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
            body.putLong(0).putLong(mask).rewind();
            assertThatThrownBy(() -> RecordCodec.decode(body))
                    .as(Long.toHexString(mask))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessageContaining("unknown");
        }
    }

    @Test
    void entriesOfAnotherFormatOrTypeAreRefused() throws Exception {
        ByteBuffer entry = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        JournalEntry.encodeHead(entry, 5, RecordType.LOSS, true, 7, 64, -9);
        entry.put((byte) 1).flip();
        JournalEntry read = JournalEntry.decode(entry);
        assertThat(read)
                .isEqualTo(
                        new JournalEntry(5, RecordType.LOSS, true, 7, 64, -9, entry.slice(RecordLayout.ENTRY_BODY, 1)));
        for (int cut = 0; cut < RecordLayout.ENTRY_BODY; cut++) {
            ByteBuffer part = entry.slice(0, cut);
            assertThatThrownBy(() -> JournalEntry.decode(part)).isInstanceOf(MalformedRecordException.class);
        }
        for (int at : new int[] {RecordLayout.ENTRY_TYPE, RecordLayout.ENTRY_VERSION}) {
            for (int value : new int[] {0, 5, 127, -1}) {
                ByteBuffer other =
                        ByteBuffer.allocate(33).put(entry.duplicate()).flip();
                other.put(at, (byte) value);
                assertThatThrownBy(() -> JournalEntry.decode(other)).isInstanceOf(MalformedRecordException.class);
            }
        }
    }
}
