package io.meterweave.ring;

import java.lang.reflect.Field;

/** Puts a stripe into the state in which an asynchronous throw could have left it. */
final class RingStates {
    private final long[] states;
    private final RingWriter[] holders;

    private RingStates(long[] states, RingWriter[] holders) {
        this.states = states;
        this.holders = holders;
    }

    static RingStates of(RingSegment segment) throws ReflectiveOperationException {
        return new RingStates((long[]) field("states").get(segment), (RingWriter[])
                field("holders").get(segment));
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = RingSegment.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static int slot(String name, int stripe) throws ReflectiveOperationException {
        return (stripe + 1) * field("STATE").getInt(null) + field(name).getInt(null);
    }

    long tail(int stripe) throws ReflectiveOperationException {
        return states[slot("TAIL", stripe)];
    }

    void tail(int stripe, long position) throws ReflectiveOperationException {
        states[slot("TAIL", stripe)] = position;
    }

    long lock(int stripe) throws ReflectiveOperationException {
        return states[slot("LOCK", stripe)];
    }

    /** Leaves the stripe as a writer does that was thrown out of it, even out of its finally. */
    void held(int stripe, RingWriter holder) throws ReflectiveOperationException {
        states[slot("LOCK", stripe)] = holder.id;
        holders[stripe] = holder;
    }
}
