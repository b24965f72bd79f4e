package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The journal without a file: bounded, in order for every reader, and nothing goes that is not acknowledged by all. */
class MemoryJournalTest {
    private static final int LENGTH = 1000;
    /** Room for 100 entries: each takes 32 bytes beside its own. */
    private static final int ROOM = 100;

    private final MemoryJournal journal = new MemoryJournal(ROOM * (LENGTH + 32L));

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            journal.append(ByteBuffer.allocate(LENGTH).putInt(0, i));
        }
    }

    private static List<Integer> read(JournalReader reader) {
        List<Integer> numbers = new ArrayList<>();
        for (ByteBuffer entry = reader.next(); entry != null; entry = reader.next()) {
            assertThat(entry.remaining()).isEqualTo(LENGTH);
            numbers.add(Integer.reverseBytes(entry.getInt(0)));
        }
        return numbers;
    }

    private static List<Integer> numbers(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void entriesGoOnlyOnceEveryReaderHasAcknowledgedThem() {
        JournalReader fast = journal.reader();
        JournalReader slow = journal.reader();
        append(0, ROOM);
        assertThat(read(fast)).isEqualTo(numbers(0, ROOM));
        assertThatThrownBy(() -> append(ROOM, ROOM + 1)).isInstanceOf(JournalException.class);
        fast.acknowledge(fast.position());
        assertThat(read(slow)).isEqualTo(numbers(0, ROOM));
        assertThatThrownBy(() -> append(ROOM, ROOM + 1))
                .as("read by both, acknowledged by one")
                .isInstanceOf(JournalException.class);
        slow.acknowledge(60);
        assertThat(journal.unacknowledged()).isEqualTo(ROOM - 60);
        append(ROOM, ROOM + 60);
        assertThatThrownBy(() -> append(ROOM, ROOM + 1)).isInstanceOf(JournalException.class);
        assertThat(read(fast)).isEqualTo(numbers(ROOM, ROOM + 60));
        assertThat(read(slow)).isEqualTo(numbers(ROOM, ROOM + 60));
    }

    @Test
    void aReaderThatIsClosedKeepsWhatItHasNotAcknowledged() {
        JournalReader open = journal.reader();
        JournalReader closed = journal.reader();
        append(0, 10);
        read(closed);
        closed.acknowledge(4);
        closed.close();
        read(open);
        open.acknowledge(10);
        assertThat(journal.unacknowledged()).isEqualTo(6);
    }

    @Test
    void aReaderAcknowledgesNoMoreThanItHasRead() {
        JournalReader reader = journal.reader();
        append(0, 10);
        reader.acknowledge(10);
        assertThat(read(reader)).isEqualTo(numbers(0, 10));
    }

    @Test
    void withoutAReaderNothingGoes() {
        append(0, ROOM);
        assertThat(journal.unacknowledged()).isEqualTo(ROOM);
        assertThatThrownBy(() -> append(ROOM, ROOM + 1)).isInstanceOf(JournalException.class);
        assertThat(read(journal.reader())).isEqualTo(numbers(0, ROOM));
    }

    @Test
    void saysThatItIsFullBeforeItRefuses() {
        JournalReader reader = journal.reader();
        append(0, 87);
        assertThat(journal.state()).isEqualTo(SpaceState.OK);
        append(87, 88);
        assertThat(journal.state()).isEqualTo(SpaceState.FULL);
        append(88, 97);
        assertThat(journal.state()).isEqualTo(SpaceState.STOPPED);
        read(reader);
        reader.acknowledge(50);
        assertThat(journal.state()).isEqualTo(SpaceState.OK);
    }

    @Test
    void growsAndWrapsInOrder() {
        MemoryJournal large = new MemoryJournal(1 << 30);
        JournalReader reader = large.reader();
        int next = 0;
        for (int round = 1; round < 60; round++) {
            for (int i = 0; i < round * 50; i++) {
                large.append(ByteBuffer.allocate(LENGTH).putInt(0, next + i));
            }
            assertThat(read(reader)).isEqualTo(numbers(next, next + round * 50));
            next += round * 50;
            reader.acknowledge(next - 700);
            assertThat(large.unacknowledged()).isEqualTo(Math.min(next, 700));
        }
    }

    @Test
    void goesToWhatIsLeftAndBackFromTheEnd() {
        JournalReader reader = journal.reader();
        append(0, 50);
        read(reader);
        reader.acknowledge(20);
        assertThat(read(journal.reader())).as("of a late reader").isEqualTo(numbers(20, 50));
        assertThat(read(journal.tail(5))).isEqualTo(numbers(45, 50));
        assertThatThrownBy(() -> reader.moveTo(19)).isInstanceOf(JournalException.class);
        reader.moveTo(20);
        assertThat(read(reader)).isEqualTo(numbers(20, 50));
        List<Integer> back = new ArrayList<>();
        journal.backward(entry -> back.add(Integer.reverseBytes(entry.getInt(0))) && back.size() < 3);
        assertThat(back).containsExactly(49, 48, 47);
    }
}
