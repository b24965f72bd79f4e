package io.meterweave.plugin;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageDraft;
import org.jspecify.annotations.Nullable;

/**
 * One call of an inference entry point that is running on the current thread: opened by the enter advice, filled by the
 * usage reader, and finished by the exit advice. Belongs to its thread and is reused by it.
 *
 * <p>One inference is one record, through however many layers it goes: {@link Nesting} has the rule, and decides at the end
 * whether this call has one.
 */
public final class Inference {
    final int depth;
    final Nesting nesting = new Nesting();
    private final MeterThread thread;
    private final UsageDraft draft = new UsageDraft();
    private @Nullable ScopeFrame payer;
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
        if (innermost != null && innermost.nesting.hasPart(at, instance, declaring)) {
            return null;
        }
        Inference inference = open(at, model);
        inference.nesting.of(instance, declaring);
        return inference;
    }

    /**
     * Opens a call of a method of the application's own, an {@link EntryPoint#ofMethod}.
     *
     * @param who who pays for it and for what is done in it, until it is finished; null for whom the thread works for now
     * @param instance what the method is called on; null where it is static
     * @return null where it is called by the method that overrides it, on the same object: that is the call that is open already
     */
    public static @Nullable Inference openMethod(
            EntryPoint at, Facts model, @Nullable Facts who, @Nullable Object instance) {
        MeterThread thread = MeterThread.current();
        Inference innermost = thread.innermost();
        if (instance != null && innermost != null && innermost.nesting.overrides(at, instance)) {
            return null;
        }
        Inference inference = thread.push();
        if (who != null) {
            inference.payer = thread.openScope(who);
        }
        inference.begin(at, model);
        if (instance != null) {
            inference.nesting.of(instance);
        }
        return inference;
    }

    private void begin(EntryPoint at, Facts model) {
        sampled = thread.isSampled();
        if (sampled) {
            entered = System.nanoTime();
        }
        Inference around = thread.enclosing(depth);
        nesting.begin(at, around, around == null ? thread.handedBy() : null);
        draft.begin(model, thread.scope());
        if (Spans.any()) {
            span();
        }
    }

    /** Foreign code, some of it the application's own: what it throws is neither the application's nor the record's end. */
    private void span() {
        try {
            Spans.tell(draft);
        } catch (Throwable e) {
            readerFailed(e);
        }
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

    /**
     * Whether the engine that this call ran on in this JVM has counted the tokens that it read: then that is what was used,
     * whatever a library above it reckons. To be asked when all work of the call is done.
     */
    public boolean engineCounted() {
        return nesting.engineCounted();
    }

    /**
     * Has the call recorded as the work of several requests, by the rules of {@link Shares}.
     *
     * @param requests how many, at least one
     * @param rowsInOrder whether an engine that is given them in one call has them as its rows, in their order
     * @return where to say who pays for each
     */
    public Shares split(int requests, boolean rowsInOrder) {
        return nesting.split(requests, rowsInOrder);
    }

    /** What wants to know the tokens of each row that this engine call is given; null where nobody does. */
    public @Nullable Shares rowsWanted() {
        return nesting.rowsWanted();
    }

    /** Who pays for what is done on this thread now, where a request of its own does not say. */
    public Facts payer() {
        return thread.scope();
    }

    /** Adds what was not known before the call, such as the model that answered; replaces what was added before. */
    public void more(Facts facts) {
        draft.more(facts);
    }

    /** How many attributes the record can have beside those of the scope. */
    public int attributesLeft() {
        return Math.max(0, Facts.MOST_ATTRIBUTES - draft.scope().attributes());
    }

    /** Says that not all of its results are there when it returns: what is recorded is what was used until then. */
    public void incomplete() {
        draft.outcome(Outcome.INCOMPLETE);
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
     * Finishes the call. Its device time is that of the calls inside of it, otherwise its own wall time where that can stand
     * for it, otherwise unknown.
     *
     * @param thrown what the call threw, null where it returned
     */
    public void finish(@Nullable Throwable thrown) {
        finish(thrown, System.nanoTime());
    }

    /**
     * The same, where it took time to find out what it used.
     *
     * @param end when the call had ended, in the JVM's {@link System#nanoTime}
     */
    public void finish(@Nullable Throwable thrown, long end) {
        thread.pop(this);
        long wall = end - draft.start();
        nesting.fill(draft);
        draft.set(Quantity.WALL_TIME_NS, wall);
        if (!draft.has(Quantity.DEVICE_TIME_NS) && nesting.at().isDeviceTime(thrown == null && !draft.hasOutcome())) {
            draft.set(Quantity.DEVICE_TIME_NS, wall);
            draft.deviceTimeSource(DeviceTimeSource.WALL);
        }
        if (thrown != null) {
            draft.outcome(Outcome.ERROR);
        }
        if (!nesting.contribute(draft, thread)) {
            store(thrown == null ? null : thrown.getClass().getName());
        }
        nesting.end();
        if (sampled) {
            measure(end);
        }
    }

    /**
     * Stores a call that was over before it was opened.
     *
     * @param wallNanos how long it had taken, negative where that is unknown
     * @param error what it failed of; null where it did not
     */
    public void finishPast(long wallNanos, @Nullable String error) {
        thread.pop(this);
        draft.start(System.nanoTime() - Math.max(wallNanos, 0));
        draft.set(Quantity.WALL_TIME_NS, wallNanos);
        store(error);
        nesting.end();
    }

    /** Has pay again who did before this call. */
    void endPayer() {
        ScopeFrame frame = payer;
        if (frame != null) {
            payer = null;
            frame.end();
        }
    }

    /**
     * Ends the method, and not the call: what it has returned goes on. In place of {@link #finish}, and not for a call that was
     * {@link #split}: it has one payer.
     *
     * @return the call from now on; somebody has to finish it
     */
    public DeferredCall defer() {
        thread.pop(this);
        DeferredCall call = nesting.defer(draft);
        nesting.end();
        return call;
    }

    private void measure(long end) {
        try {
            Metering.measured(draft.start() - entered + System.nanoTime() - end);
        } catch (StackOverflowError e) {
            // The record is stored: thrown on, this would count it as lost, too.
        }
    }

    private void store(@Nullable String error) {
        ended(draft, error);
        nesting.name(draft);
        Shares shares = nesting.shares();
        if (shares == null) {
            Metering.store(thread.writer, draft);
        } else {
            shares.store(draft, thread);
        }
    }

    /**
     * Says how the call of a record has ended, where that was not said.
     *
     * @param error what it failed of; null where it did not
     */
    static void ended(UsageDraft draft, @Nullable String error) {
        if (error != null) {
            draft.outcome(Outcome.ERROR);
            if (Facts.fits(error)) {
                draft.more(draft.more().with(Fact.ERROR_TYPE, error));
            }
        } else if (!draft.hasOutcome()) {
            draft.outcome(Outcome.OK);
        }
    }
}
