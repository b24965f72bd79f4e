package io.meterweave.plugin;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of an inference entry point that is running on the current thread: opened by the enter advice, filled by the
 * usage reader, and finished by the exit advice. Belongs to its thread and is reused by it.
 *
 * <p>One inference is one record, through however many layers it goes. A call inside of another that has a record is part
 * of it, if it is of the same locality and of a strictly lower layer: when it ends, what it used goes to the call around it
 * ({@link Nested}). Any other call has a record of its own when it ends, and names the one around it as its parent. The
 * call around it is the innermost one that is open on this thread or, where this thread works for another, on that
 * ({@link Gathering}).
 */
public final class Inference {
    private static final AtomicLong SCOPES = new AtomicLong();

    final int depth;
    private final MeterThread thread;
    private final UsageDraft draft = new UsageDraft();
    private EntryPoint at = EntryPoint.of(Layer.ENGINE, Locality.LOCAL);
    /** Whether anything below up to the sampling is set: for most calls nothing is, and nothing has to be reset. */
    private boolean linked;

    /** The kind of call that has the record which this call is part of, where it is part of another. */
    private EntryPoint owner = at;

    private @Nullable Inference outer;
    private @Nullable Gathering handedBy;
    private boolean absorbed;
    private long parent;
    private long scopeId;
    private final Nested nested = new Nested();
    private boolean hasNested;
    private @Nullable Gathering gathering;
    private @Nullable Object instance;
    private @Nullable Class<?> declaring;
    private boolean incomplete;
    private boolean sampled;
    private long entered;

    Inference(MeterThread thread, int depth) {
        this.thread = thread;
        this.depth = depth;
    }

    /**
     * Opens a call on the current thread. Who pays is what the thread's scope says now.
     *
     * @param at what kind of call it is: a constant
     * @param model what is known since the model was loaded
     */
    public static Inference open(EntryPoint at, Facts model) {
        MeterThread thread = MeterThread.current();
        Inference inference = thread.push();
        inference.begin(at, model);
        return inference;
    }

    /**
     * Opens a call of one of several methods of an object that are hooked and call each other: overrides their overridden
     * ones, a template method the one that it is made of. The same method entered once more is another call.
     *
     * @param at a constant of its own for each of those methods
     * @param instance what the method is called on
     * @param declaring the class whose method it is
     * @return null where it is called by another one of them on the same object: that is the call that is open already
     */
    public static @Nullable Inference open(EntryPoint at, Facts model, Object instance, Class<?> declaring) {
        Inference innermost = MeterThread.current().innermost();
        if (innermost != null
                && innermost.instance == instance
                && (innermost.at != at || innermost.declaring != declaring)) {
            return null;
        }
        Inference inference = open(at, model);
        inference.linked = true;
        inference.instance = instance;
        inference.declaring = declaring;
        return inference;
    }

    private void begin(EntryPoint kind, Facts model) {
        sampled = thread.isSampled();
        if (sampled) {
            entered = System.nanoTime();
        }
        if (at != kind) {
            at = kind;
        }
        if (linked) {
            reset(); // A throw has passed its end.
        }
        Inference around = thread.enclosing(depth);
        Gathering by = around == null ? thread.handedBy() : null;
        if (around != null || by != null) {
            within(around, by);
        }
        draft.begin(model, thread.scope());
    }

    private void within(@Nullable Inference around, @Nullable Gathering by) {
        linked = true;
        outer = around;
        handedBy = by;
        owner = around != null ? around.owner() : by != null ? by.owner : at;
        absorbed = owner.absorbs(at);
        if (!absorbed) {
            parent = scopeIdAround();
        }
    }

    private EntryPoint owner() {
        return absorbed ? owner : at;
    }

    /** What the records of calls made in this one, that are no part of it, name as their parent: the record that it is in. */
    private long scopeId() {
        if (absorbed) {
            return scopeIdAround();
        }
        if (scopeId == 0) {
            linked = true;
            scopeId = SCOPES.incrementAndGet();
        }
        return scopeId;
    }

    private long scopeIdAround() {
        return outer != null ? outer.scopeId() : handedBy != null ? handedBy.scopeId() : 0;
    }

    /** What is handed to other threads during this call comes back here. */
    Gathering gathering() {
        Gathering known = gathering;
        if (known == null) {
            linked = true;
            known = new Gathering(owner(), scopeId());
            gathering = known;
        }
        return known;
    }

    /** Sets a quantity; a negative value is taken as unknown. */
    public void set(Quantity quantity, long value) {
        draft.set(quantity, value);
    }

    /** Says what the device time that was {@link #set} was read from. */
    public void deviceTimeSource(DeviceTimeSource source) {
        draft.deviceTimeSource(source);
    }

    /** Says where the token counts come from. */
    public void tokensSource(TokensSource source) {
        draft.tokensSource(source);
    }

    /** Adds what was not known before the call, such as the model that answered; replaces what was added before. */
    public void more(Facts facts) {
        draft.more(facts);
    }

    /** Says that not all of its results are there when it returns: what is recorded is what was used until then. */
    public void incomplete() {
        linked = true;
        incomplete = true;
    }

    /**
     * Counts that reading the application's objects failed; the record is kept without what could not be read.
     *
     * @throws ThreadDeath where that is what it failed of: the application stops this thread
     */
    @SuppressWarnings("removal")
    public void readerFailed(Throwable failure) {
        if (failure instanceof ThreadDeath death) {
            throw death;
        }
        Metering.readerFailed(failure);
    }

    /** Starts the clock: the last thing that the enter advice does. */
    public void start() {
        draft.start(System.nanoTime());
    }

    /**
     * Finishes the call. Its device time is that of the calls inside of it, otherwise its own wall time.
     *
     * @param thrown what the call threw, null where it returned
     */
    public void finish(@Nullable Throwable thrown) {
        long end = System.nanoTime();
        thread.pop(this);
        long wall = end - draft.start();
        if (linked) {
            gather();
        }
        draft.set(Quantity.WALL_TIME_NS, wall);
        if (!draft.has(Quantity.DEVICE_TIME_NS)) {
            draft.set(Quantity.DEVICE_TIME_NS, wall);
            draft.deviceTimeSource(DeviceTimeSource.WALL);
        }
        if (!linked || !absorbed || !contribute()) {
            store(thrown);
        }
        if (linked) {
            reset();
        }
        if (sampled) {
            measure(end);
        }
    }

    private void gather() {
        if (gathering != null) {
            gathering.close(nested(), at);
            gathering = null;
        }
        if (hasNested) {
            nested.fill(draft);
        }
    }

    private Nested nested() {
        if (!hasNested) {
            linked = true;
            nested.clear();
            hasNested = true;
        }
        return nested;
    }

    /** Gives what was used to the call around this one; false where that has ended. */
    private boolean contribute() {
        if (outer != null) {
            outer.nested().add(outer.at, at, draft);
            return true;
        }
        Gathering to = handedBy;
        if (to == null) {
            return false;
        }
        Contribution contribution = thread.contribution();
        contribution.at = at;
        contribution.used.copyFrom(draft);
        contribution.busy = true;
        if (to.offer(contribution)) {
            return true;
        }
        contribution.busy = false;
        parent = to.scopeId();
        return false;
    }

    private void measure(long end) {
        try {
            Metering.measured(draft.start() - entered + System.nanoTime() - end);
        } catch (StackOverflowError e) {
            // The record is stored: thrown on, this would count it as lost, too.
        }
    }

    private void store(@Nullable Throwable thrown) {
        if (thrown == null) {
            draft.outcome(incomplete ? Outcome.INCOMPLETE : Outcome.OK);
        } else {
            draft.outcome(Outcome.ERROR);
            String name = thrown.getClass().getName();
            if (Facts.fits(name)) {
                draft.more(draft.more().with(Fact.ERROR_TYPE, name));
            }
        }
        if (linked) {
            draft.parent(parent);
            draft.scopeId(scopeId);
        }
        int length = draft.encode();
        if (length > RecordLayout.MAX_RECORD_BYTES) {
            Metering.count(Counter.TOO_LARGE);
        } else {
            Metering.store(thread.writer, draft.bytes(), length);
        }
    }

    /**
     * Makes it a call that nothing will come to any more, and that is inside of nothing. What it has gathered so far it keeps,
     * for the case that it ends after all.
     */
    void detach() {
        if (gathering != null) {
            gathering.close(nested(), at);
            gathering = null;
        }
        outer = null;
        handedBy = null;
        absorbed = false;
        parent = 0;
        instance = null;
        declaring = null;
    }

    private void reset() {
        detach();
        owner = at;
        scopeId = 0;
        hasNested = false;
        incomplete = false;
        linked = false;
    }
}
