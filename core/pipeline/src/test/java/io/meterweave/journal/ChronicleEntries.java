package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Numbered entries whose bytes follow from their number, and a clock that tests move. */
final class ChronicleEntries {
    /** Stands for an entry that cannot be read. */
    static final long DAMAGED = -1;

    private ChronicleEntries() {}

    static ByteBuffer entry(long number) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + (int) (number * 37 % 300));
        bytes.putLong(number);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (number + bytes.position()));
        }
        return bytes.flip();
    }

    static void append(Journal journal, long from, long to) {
        for (long i = from; i < to; i++) {
            journal.append(entry(i));
        }
    }

    /** Checks every byte; answers the number. */
    static long number(ByteBuffer entry) {
        long number = entry.getLong(entry.position());
        assertThat(entry).isEqualTo(entry(number));
        return number;
    }

    static List<Long> read(JournalReader reader) {
        List<Long> numbers = new ArrayList<>();
        for (ByteBuffer entry = reader.next(); entry != null; entry = reader.next()) {
            numbers.add(number(entry));
        }
        return numbers;
    }

    static List<Long> read(Journal journal) {
        try (JournalReader reader = journal.reader()) {
            return read(reader);
        }
    }

    static List<Long> readBack(Journal journal) {
        List<Long> numbers = new ArrayList<>();
        journal.backward(entry -> numbers.add(entry == null ? DAMAGED : number(entry)));
        return numbers;
    }

    static List<Long> numbers(long from, long to) {
        List<Long> numbers = new ArrayList<>();
        for (long i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    static ChronicleJournal open(Path dir, Clock clock) {
        return ChronicleJournal.open(dir, new ChronicleOptions(64 << 10, clock));
    }

    /** A clock that stands still until it is moved. */
    static final class Hours extends Clock {
        private long millis = Instant.parse("2026-11-22T10:59:00Z").toEpochMilli();

        void move(int hours) {
            moveMillis(hours * 3_600_000L);
        }

        void moveMillis(long by) {
            millis += by;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
