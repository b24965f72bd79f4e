package io.meterweave.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal on the heap, for a JVM without a disk to write to: bounded, and gone with the process.
 *
 * <p>An entry goes once every reader has acknowledged it ({@link JournalReader#acknowledge}); without a reader none ever
 * does. A reader that is closed keeps what it has not acknowledged: nobody was given it. So what is not acknowledged is never
 * dropped, and where the bound is near, usage is to be refused and counted instead, like where a disk's quota is reached:
 *
 * <pre>
 *   0                                       7/8               31/32        most bytes
 *   +----------------------------------------+-----------------+-----------+
 *   | OK                                     | FULL: no usage  | STOPPED   |   an append beyond is refused
 * </pre>
 *
 * <p>A position is the number of the entries before it since the beginning. One monitor guards everything; it is held by
 * threads of ours only, for the copy of one reference or while acknowledged entries are let go.
 */
public final class MemoryJournal implements Journal {
    /** What an entry takes beside its bytes: its array's header, and its reference with room for growth. */
    private static final int OVERHEAD = 32;

    private final long mostBytes;
    private final List<Reader> readers = new ArrayList<>();
    private byte[][] entries = new byte[1024][];
    private long head;
    private long end;
    private long bytes;

    /**
     * Makes an empty journal.
     *
     * @param mostBytes what entries and their arrays may take together
     */
    public MemoryJournal(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public synchronized void append(ByteBuffer entry) {
        int length = entry.remaining();
        if (bytes + length + OVERHEAD > mostBytes) {
            throw new JournalException("the journal in memory has " + bytes + " of at most " + mostBytes
                    + " bytes: what is in it has not been acknowledged");
        }
        byte[] copy = new byte[length];
        entry.duplicate().get(copy);
        if (end - head == entries.length) {
            grow();
        }
        entries[place(end)] = copy;
        end++;
        bytes += length + OVERHEAD;
    }

    private void grow() {
        byte[][] more = new byte[entries.length * 2][];
        for (long at = head; at < end; at++) {
            more[(int) (at & (more.length - 1))] = entries[place(at)];
        }
        entries = more;
    }

    private int place(long position) {
        return (int) (position & (entries.length - 1));
    }

    /** There is no device: does nothing. */
    @Override
    public void force() {}

    /** Whether there is room for more. */
    public synchronized SpaceState state() {
        if (bytes >= mostBytes - mostBytes / 32) {
            return SpaceState.STOPPED;
        }
        return bytes >= mostBytes - mostBytes / 8 ? SpaceState.FULL : SpaceState.OK;
    }

    /** How many entries not every reader has acknowledged. */
    public synchronized long unacknowledged() {
        return end - head;
    }

    /** Opens a reader on all entries that are left. */
    @Override
    public synchronized JournalReader reader() {
        Reader reader = new Reader();
        readers.add(reader);
        return reader;
    }

    @Override
    public synchronized JournalReader tail(long least) {
        JournalReader reader = reader();
        reader.moveTo(Math.max(head, end - least));
        return reader;
    }

    @Override
    public void backward(Visitor visitor) {
        long at = last();
        for (byte[] entry = get(at); entry != null && visitor.visit(view(entry)); entry = get(at)) {
            at--;
        }
    }

    private synchronized long last() {
        return end - 1;
    }

    private synchronized byte @Nullable [] get(long position) {
        return position < head || position >= end ? null : entries[place(position)];
    }

    private static ByteBuffer view(byte[] entry) {
        return ByteBuffer.wrap(entry).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private synchronized void drop() {
        long least = end;
        for (Reader reader : readers) {
            least = Math.min(least, reader.acknowledged);
        }
        for (; head < least; head++) {
            bytes -= entries[place(head)].length + OVERHEAD;
            entries[place(head)] = null;
        }
    }

    @Override
    public void close() {}

    private final class Reader implements JournalReader {
        private long position = START;
        private long acknowledged = START;

        @Override
        public @Nullable ByteBuffer next() {
            synchronized (MemoryJournal.this) {
                // Before its first read: earlier ones may have gone.
                position = position == START ? head : position;
                byte[] entry = get(position);
                if (entry == null) {
                    return null;
                }
                position++;
                return view(entry);
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void moveTo(long to) {
            synchronized (MemoryJournal.this) {
                if (to != START && (to < head || to > end)) {
                    throw new JournalException(
                            "The journal in memory has no position " + to + ": it has " + head + " to " + end);
                }
                position = to;
            }
        }

        @Override
        public void acknowledge(long upTo) {
            synchronized (MemoryJournal.this) {
                acknowledged = Math.max(acknowledged, Math.min(upTo, position));
                drop();
            }
        }

        @Override
        public void close() {}
    }
}
