package io.meterweave.ship;

import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.journal.JournalReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A journal whose readers come so many entries far. */
final class DamagedJournal implements Journal {
    private final Journal journal;
    private final int readable;

    DamagedJournal(Journal journal, int readable) {
        this.journal = journal;
        this.readable = readable;
    }

    @Override
    public JournalReader reader() {
        JournalReader reader = journal.reader();
        return new JournalReader() {
            private int read;

            @Override
            public @Nullable ByteBuffer next() {
                if (read++ == readable) {
                    throw new JournalException("damaged for the test");
                }
                return reader.next();
            }

            @Override
            public long position() {
                return reader.position();
            }

            @Override
            public void moveTo(long position) {
                reader.moveTo(position);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public void append(ByteBuffer entry) {
        journal.append(entry);
    }

    @Override
    public void force() {
        journal.force();
    }

    @Override
    public JournalReader tail(long entries) {
        return reader();
    }

    @Override
    public void backward(Visitor visitor) {
        journal.backward(visitor);
    }

    @Override
    public void close() {
        journal.close();
    }
}
