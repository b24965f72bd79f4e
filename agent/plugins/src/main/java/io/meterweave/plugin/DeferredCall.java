package io.meterweave.plugin;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call that outlives the method that began it: what the method returned (a future, an iterator, a stream, a publisher) goes
 * on, on whatever threads. Who pays, and what it is part of, are those of the time when it was made.
 *
 * <p>It ends once: the first of those that finish, cancel or abandon it wins by a compare-and-set, and its record is made. What
 * the calls inside of it used is folded into one sum as it comes, by whoever has taken {@link #FOLDING}. Nobody waits for that:
 * where a call ends while somebody folds, that thread makes the record as soon as it has done so.
 *
 * <p>Nothing here throws into the application's way, which may call it from its own threads: what fails is counted.
 */
public final class DeferredCall {
    private static final int FOLDING = 1;
    private static final int ENDED = 2;

    private final EntryPoint at;
    private final long id;
    private final long parent;
    /** Of the call that this one is part of; null where it is part of none. */
    private final @Nullable Gathering into;
    /** What the calls inside of it come to. */
    private final Gathering gathering;

    private final Carried carried;
    private final RunningUsage usage;
    private final long start;
    private final long inMethod;
    /** Negative where nobody asks for items. */
    private volatile long pulled = -1;

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private @Nullable Nested nested;
    private volatile @Nullable OpenCall watched;
    private volatile boolean resumed;
    /** How many have come; it changes whenever the call goes on. */
    volatile int items;

    /** How it ended. */
    private record End(Outcome outcome, @Nullable String errorType, long nanoTime) {}

    DeferredCall(
            EntryPoint at,
            long id,
            long parent,
            @Nullable Gathering into,
            Gathering gathering,
            @Nullable Nested nested,
            RunningUsage usage,
            long start) {
        this.at = at;
        this.id = id;
        this.parent = parent;
        this.into = into;
        this.gathering = gathering;
        this.nested = nested;
        this.carried = new Carried(usage.payer(), gathering);
        this.usage = usage;
        this.start = start;
        this.inMethod = System.nanoTime() - start;
    }

    /**
     * Begins, now, another call of the same kind: for a publisher that is subscribed to once more. It knows what was known when
     * the method returned, and the same one pays.
     */
    public DeferredCall again() {
        long another = Nesting.nextScopeId();
        Gathering own = new Gathering(gathering.owner, into == null ? another : into.scopeId());
        return new DeferredCall(at, another, parent, into, own, null, usage.again(), System.nanoTime());
    }

    /** Sets a quantity; a negative value is taken as unknown. */
    public void set(Quantity quantity, long value) {
        usage.set(quantity, value);
    }

    /** Adds to a quantity; one that was unknown begins at 0. A negative value adds nothing. */
    public void add(Quantity quantity, long value) {
        usage.add(quantity, value);
    }

    /** Says where the token counts come from. */
    public void tokensSource(TokensSource source) {
        usage.tokensSource(source);
    }

    /** Says what the device time that was {@link #set} was read from. */
    public void deviceTimeSource(DeviceTimeSource source) {
        usage.deviceTimeSource(source);
    }

    /** Adds what was not known before the call; replaces what was added before. */
    public void more(Facts facts) {
        usage.more(facts);
    }

    /** Whether nobody has ended it yet. */
    public boolean isOpen() {
        return end.get() == null;
    }

    /**
     * Says that an item is there; with the first one, the first token is.
     *
     * @return false where the call has ended: what was cancelled may send some more, what was abandoned should not
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time; others only look whether it has changed.
    public boolean arrived() {
        End ended = end.get();
        if (ended != null) {
            if (ended.outcome == Outcome.ABANDONED && !resumed) {
                resumed = true;
                Metering.count(Counter.STREAM_RESUMED);
            }
            return false;
        }
        if (items++ == 0 && !usage.has(Quantity.TIME_TO_FIRST_TOKEN_NS)) {
            usage.set(Quantity.TIME_TO_FIRST_TOKEN_NS, System.nanoTime() - start);
        }
        return true;
    }

    /** Has the current thread work for this call; answers what {@link #leave} needs. */
    public int enter() {
        return HandedWork.begin(carried);
    }

    /** Has the current thread go on with what it did before, and takes in what the calls inside of this one used. */
    public void leave(int work) {
        HandedWork.end(work);
        try {
            if (state.compareAndSet(0, FOLDING)) {
                try {
                    add(gathering.take());
                } finally {
                    unfold();
                }
            }
        } catch (Throwable e) {
            Metering.hookFailed(e);
        }
    }

    /** Whoever folds. */
    private void add(@Nullable Contribution newest) {
        if (newest != null) {
            if (nested == null) {
                nested = new Nested();
                nested.clear();
            }
            Gathering.add(newest, nested, at);
        }
    }

    private void unfold() {
        if (!state.compareAndSet(FOLDING, 0)) {
            store();
        }
    }

    /**
     * Adds time that was spent on making an item which somebody asked for: where no engine tells its own, it stands for the
     * device's.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time.
    public void pulled(long nanos) {
        pulled = (pulled < 0 ? inMethod : pulled) + nanos;
    }

    /**
     * Finishes the call, unless it has ended.
     *
     * @param thrown what it failed of, null where it came to its end
     */
    public void finish(@Nullable Throwable thrown) {
        end(
                thrown == null ? Outcome.OK : Outcome.ERROR,
                thrown == null ? null : thrown.getClass().getName());
    }

    /** Ends a call that its caller has given up. */
    public void cancel() {
        end(Outcome.CANCELLED, null);
    }

    /** Ends a call of which nobody will hear any more. */
    void abandon() {
        end(Outcome.ABANDONED, null);
    }

    /** Ends a call whose results are made unseen: its record says what was used until now. */
    public void incomplete() {
        end(Outcome.INCOMPLETE, null);
    }

    private void end(Outcome outcome, @Nullable String errorType) {
        try {
            if (end.get() == null
                    && end.compareAndSet(null, new End(outcome, errorType, System.nanoTime()))
                    && (state.getAndAdd(ENDED) & FOLDING) == 0) {
                store();
            }
        } catch (Throwable e) {
            Metering.hookFailed(e);
        }
    }

    /** Only once: by whoever ended the call, or was folding then. */
    private void store() {
        try {
            End how = Objects.requireNonNull(end.get());
            MeterThread thread = MeterThread.current();
            UsageDraft draft = thread.draft();
            add(gathering.close());
            write(draft, how.outcome, how.nanoTime);
            if (into == null || !Nesting.contribute(into, at, draft, thread)) {
                if (how.errorType != null) {
                    Inference.failed(draft, how.errorType);
                }
                Metering.store(thread.writer, draft);
            }
        } finally {
            OpenCall open = watched;
            if (open != null) {
                open.ended();
            }
        }
    }

    private void write(UsageDraft draft, Outcome outcome, long now) {
        usage.write(draft);
        draft.start(start);
        if (nested != null) {
            nested.fill(draft);
        }
        draft.set(Quantity.WALL_TIME_NS, now - start);
        long spent = pulled;
        if (spent >= 0 && !draft.has(Quantity.DEVICE_TIME_NS) && at.isDeviceTime(outcome == Outcome.OK)) {
            draft.set(Quantity.DEVICE_TIME_NS, spent);
            draft.deviceTimeSource(DeviceTimeSource.WALL);
        }
        draft.outcome(outcome);
        draft.parent(into == null ? parent : into.scopeId());
        draft.scopeId(id);
    }

    /**
     * Writes the record that there is to be if the process ends now.
     *
     * @return false where there is to be none: it has ended, is part of a call that has not, or is being changed this moment
     */
    boolean checkpoint(UsageDraft draft) {
        if ((into != null && !into.isClosed()) || !state.compareAndSet(0, FOLDING)) {
            return false;
        }
        try {
            add(gathering.take());
            write(draft, Outcome.INCOMPLETE, System.nanoTime());
        } finally {
            unfold();
        }
        return true;
    }

    /**
     * Has the call abandoned when nobody can reach {@code returned} any more; in place of what was watched before.
     *
     * @param timesOut whether also after {@code stream.timeout} without an item
     */
    public void watch(Object returned, boolean timesOut) {
        OpenCall open = watched;
        if (open == null) {
            open = new OpenCall(this, timesOut);
            watched = open;
            open.watch(returned);
            OpenCalls.add(open);
            if (!isOpen()) {
                open.ended(); // Before it was watched.
            }
        } else {
            open.watch(returned);
        }
    }
}
