package io.meterweave.journal;

import java.nio.ByteBuffer;

/** A journal that takes so many entries more and then refuses, storing nothing, until it is told otherwise. */
final class RefusingJournal implements Journal {
    private final Journal journal;
    private int appends = Integer.MAX_VALUE;
    private Runnable before = () -> {};
    private Runnable after = () -> {};
    private Runnable forced = () -> {};

    RefusingJournal(Journal journal) {
        this.journal = journal;
    }

    void refuseAfter(int more) {
        appends = more;
    }

    /** Has somebody look at what stands on the device. */
    void onForce(Runnable look) {
        forced = look;
    }

    /** Has somebody look at what stands in the files around each append. */
    void around(Runnable first, Runnable last) {
        before = first;
        after = last;
    }

    @Override
    public void append(ByteBuffer entry) {
        before.run();
        if (appends == 0) {
            throw new JournalException("refused");
        }
        appends--;
        journal.append(entry);
        after.run();
    }

    @Override
    public void force() {
        journal.force();
        forced.run();
    }

    @Override
    public JournalReader reader() {
        return journal.reader();
    }

    @Override
    public JournalReader tail(long entries) {
        return journal.tail(entries);
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
