package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One memory-mapped file of stripes, written by the application's threads and drained by the journal thread.
 *
 * <p>A stripe has one writer at a time, who takes it by one compare-and-set on its lock word and goes elsewhere when that
 * fails; nobody ever waits for a stripe. Inside, the writer
 *
 * <ol>
 *   <li>makes sure that the header at its tail is zero, and steps over what it finds there: a predecessor that was thrown
 *       out (StackOverflowError, Thread.stop) between publishing and moving the tail has left a whole record;
 *   <li>copies the body behind that header and zeroes the header after it;
 *   <li>publishes by one release store of this record's header; from here on it survives {@code kill -9};
 *   <li>moves its tail, which lives on the heap only, and frees the stripe.
 * </ol>
 *
 * The space check keeps room for the zero header, so a walk from READ always ends at one: that is all that recovery
 * needs, and what was not published is simply not there. Where a record does not fit before the stripe's end, it is
 * written at the beginning first, and the filler that leads there is what publishes both.
 *
 * <p>The lock word names its holder. A holder that was thrown out of the critical section enters again with its own id;
 * one that died there is found by the journal thread ({@link #freeDeadHolders}).
 */
final class RingSegment {
    // Heap state of a stripe in longs; the writer's two and the reader's one are two cache-line pairs apart.
    private static final int LOCK = 16;
    private static final int TAIL = 17;
    private static final int ORDINAL = 18;
    private static final int FREED = 32;
    private static final int NEXT_ORDINAL = 33;
    private static final int STATE = 48;

    private static final VarHandle STATES = MethodHandles.arrayElementVarHandle(long[].class);

    private final MappedByteBuffer map;
    private final int stripes;
    private final int capacity;
    private final int data;
    private final long[] states;
    private final @Nullable RingWriter[] holders;

    /** Which of a ring's files it is, in the high half: stripes are told apart by it. */
    int id;

    /** Of a dead JVM's segment whether a record is whole; null while it is written. */
    @Nullable Predicate<ByteBuffer> sound;

    RingSegment(MappedByteBuffer map, int stripes, int capacity) {
        this.map = map;
        this.stripes = stripes;
        this.capacity = capacity;
        this.data = RingLayout.dataOffset(stripes);
        this.states = new long[(stripes + 1) * STATE];
        this.holders = new @Nullable RingWriter[stripes];
    }

    /**
     * Makes a new file.
     *
     * @param stripes a power of two
     * @param capacity bytes of a stripe, a power of two
     */
    static RingSegment create(File file, int stripes, int capacity) throws IOException {
        return new RingSegment(RingFile.create(file, stripes, capacity), stripes, capacity);
    }

    /** Opens the file of a dead JVM for draining; fails as {@link RingFile#open} does. */
    static RingSegment open(File file) throws IOException {
        MappedByteBuffer map = RingFile.open(file);
        RingSegment segment = new RingSegment(map, map.getInt(RingLayout.STRIPES), map.getInt(RingLayout.STRIPE_BYTES));
        for (int s = 0; s < segment.stripes; s++) {
            int line = RingLayout.READS + s * RingLayout.READ_STRIDE;
            long read = map.getLong(line);
            segment.states[(s + 1) * STATE + FREED] = read < 0 ? 0 : read & ~7;
            segment.states[(s + 1) * STATE + NEXT_ORDINAL] = map.getLong(line + Long.BYTES);
        }
        return segment;
    }

    int stripes() {
        return stripes;
    }

    int capacity() {
        return capacity;
    }

    MappedByteBuffer map() {
        return map;
    }

    /**
     * Stores a record in the first stripe that is free and has room.
     *
     * @return the bytes that the stripe now holds; 0 where no stripe took the record
     */
    int offer(RingWriter writer, byte[] record, int length) {
        int mask = stripes - 1;
        int home = writer.stripe & mask;
        for (int hop = 0; hop < stripes; hop++) {
            int stripe = (home + hop) & mask;
            int lock = (stripe + 1) * STATE + LOCK;
            long holder = (long) STATES.getOpaque(states, lock);
            if (holder != writer.id && (holder != 0 || !STATES.compareAndSet(states, lock, 0L, writer.id))) {
                continue;
            }
            try {
                if (holders[stripe] != writer) {
                    holders[stripe] = writer;
                }
                int used = write(stripe, record, length);
                if (used != 0) {
                    writer.stripe = stripe;
                    return used;
                }
            } finally {
                STATES.setRelease(states, lock, 0L);
            }
        }
        return 0;
    }

    private int write(int stripe, byte[] record, int length) {
        int state = (stripe + 1) * STATE;
        long tail = heal(stripe, state, states[state + TAIL]);
        int footprint = RingLayout.footprint(length);
        int place = (int) tail & (capacity - 1);
        int room = capacity - place;
        int lead = footprint > room ? room : 0;
        long end = tail + lead + footprint;
        long used = end - (long) STATES.getAcquire(states, state + FREED);
        if (used + RingLayout.HEADER_BYTES > capacity) {
            return 0;
        }
        int base = data + stripe * capacity;
        int at = base + (lead == 0 ? place : 0);
        map.put(at + RingLayout.HEADER_BYTES, record, 0, length);
        RingLayout.LONG.set(map, base + ((int) end & (capacity - 1)), 0L);
        long ordinal = states[state + ORDINAL];
        RingLayout.LONG.setRelease(map, at, RingLayout.header(tail + lead, ordinal, length));
        if (lead != 0) {
            RingLayout.LONG.setRelease(map, base + place, RingLayout.filler(tail, lead - RingLayout.HEADER_BYTES));
        }
        // In this order: thrown out in between, the next writer finds the record and takes the ordinal from it.
        states[state + ORDINAL] = ordinal + 1;
        states[state + TAIL] = end;
        return (int) used;
    }

    private long heal(int stripe, int state, long tail) {
        long at = tail;
        for (long header = headerAt(stripe, at); header != 0; header = headerAt(stripe, at)) {
            at += RingLayout.footprint(RingLayout.length(header));
            if (!RingLayout.isFiller(header)) {
                states[state + ORDINAL] = RingLayout.ordinal(header) + 1;
            }
        }
        return at;
    }

    long headerAt(int stripe, long position) {
        return (long) RingLayout.LONG.getAcquire(map, data + stripe * capacity + ((int) position & (capacity - 1)));
    }

    /** Whether nothing is left to drain. */
    boolean isEmpty() {
        for (int stripe = 0; stripe < stripes; stripe++) {
            if (headerAt(stripe, freed(stripe)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The position up to which a stripe has been drained and freed. */
    long freed(int stripe) {
        return states[(stripe + 1) * STATE + FREED];
    }

    /**
     * Hands records of a stripe to the sink, from the freed position on. Frees nothing. In a dead JVM's segment it ends
     * where something is damaged or missing.
     *
     * @param most how many records at the most
     * @return the position behind the last record that was handed over
     */
    long drain(int stripe, int most, RingSink sink) {
        long position = freed(stripe);
        long limit = position + capacity;
        int next = (stripe + 1) * STATE + NEXT_ORDINAL;
        long ordinal = states[next];
        for (int n = 0; n < most && position < limit; ) {
            long header = headerAt(stripe, position);
            ByteBuffer record = record(stripe, position, header);
            if (record == null || isHole(stripe, position, header, record, ordinal)) {
                break;
            }
            position += RingLayout.footprint(RingLayout.length(header));
            if (!RingLayout.isFiller(header)) {
                sink.accept(stripe, position, record);
                ordinal = sound == null ? RingLayout.ordinal(header) + 1 : ordinal + 1;
                n++;
            }
        }
        states[next] = ordinal;
        return position;
    }

    private boolean isHole(int stripe, long position, long header, ByteBuffer record, long expected) {
        Predicate<ByteBuffer> whole = sound;
        if (whole == null || RingLayout.isFiller(header)) {
            return false;
        }
        long missing = (RingDamage.ordinal(this, stripe, position, header) - expected) & (RingLayout.ORDINALS - 1);
        return missing != 0 || !whole.test(record);
    }

    /** The body behind a header; null where that is none, or not of this position. */
    @Nullable ByteBuffer record(int stripe, long position, long header) {
        int place = (int) position & (capacity - 1);
        int length = RingLayout.length(header);
        if (header == 0
                || !RingLayout.belongsTo(header, position)
                || place + RingLayout.HEADER_BYTES + (long) length > capacity
                || (RingLayout.isFiller(header) && place + RingLayout.HEADER_BYTES + length != capacity)) {
            return null;
        }
        return map.slice(data + stripe * capacity + place + RingLayout.HEADER_BYTES, length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The ordinal that the next record to be drained should have. */
    long nextOrdinal(int stripe) {
        return states[(stripe + 1) * STATE + NEXT_ORDINAL];
    }

    /** Goes on at a whole record behind a hole, whose ordinal this is. */
    void pass(int stripe, long position, long ordinal) {
        states[(stripe + 1) * STATE + NEXT_ORDINAL] = ordinal;
        free(stripe, position);
    }

    /** Gives a stripe's bytes below the position back to its writers. To be called once they are in the journal. */
    void free(int stripe, long position) {
        int line = RingLayout.READS + stripe * RingLayout.READ_STRIDE;
        map.putLong(line + Long.BYTES, nextOrdinal(stripe));
        RingLayout.LONG.setRelease(map, line, position);
        STATES.setRelease(states, (stripe + 1) * STATE + FREED, position);
    }

    /** Frees stripes whose holder died in the critical section; answers how many. */
    int freeDeadHolders() {
        int found = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            int lock = (stripe + 1) * STATE + LOCK;
            long id = (long) STATES.getAcquire(states, lock);
            RingWriter holder = holders[stripe];
            if (id != 0
                    && holder != null
                    && holder.id == id
                    && !holder.alive()
                    && STATES.compareAndSet(states, lock, id, 0L)) {
                found++;
            }
        }
        return found;
    }
}
