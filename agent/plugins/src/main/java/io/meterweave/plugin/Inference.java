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
import org.jspecify.annotations.Nullable;

/**
 * One inference that is running on the current thread: opened by the enter advice, filled by the usage reader, and
 * finished by the exit advice, which is when its record is in the ring. Belongs to its thread and is reused by it.
 */
public final class Inference {
    final int depth;
    private final MeterThread thread;
    private final UsageDraft draft = new UsageDraft();
    private boolean sampled;
    private long entered;

    Inference(MeterThread thread, int depth) {
        this.thread = thread;
        this.depth = depth;
    }

    /**
     * Opens an inference on the current thread. Who pays is what the thread's scope says now.
     *
     * @param model what is known since the model was loaded
     */
    public static Inference open(Facts model) {
        MeterThread thread = MeterThread.current();
        Inference inference = thread.push();
        inference.sampled = thread.isSampled();
        if (inference.sampled) {
            inference.entered = System.nanoTime();
        }
        inference.draft.begin(model, thread.scope());
        return inference;
    }

    /** Sets a quantity; a negative value is taken as unknown. */
    public void set(Quantity quantity, long value) {
        draft.set(quantity, value);
    }

    /** Says where the token counts come from. */
    public void tokensSource(TokensSource source) {
        draft.tokensSource(source);
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
     * Finishes the inference with the device time taken from the wall clock, and stores its record.
     *
     * @param thrown what the call threw, null where it returned
     */
    public void finish(@Nullable Throwable thrown) {
        long end = System.nanoTime();
        long wall = end - draft.start();
        draft.set(Quantity.WALL_TIME_NS, wall);
        draft.set(Quantity.DEVICE_TIME_NS, wall);
        draft.deviceTimeSource(DeviceTimeSource.WALL);
        if (thrown == null) {
            draft.outcome(Outcome.OK);
        } else {
            draft.outcome(Outcome.ERROR);
            String name = thrown.getClass().getName();
            draft.more(Facts.fits(name) ? Facts.NONE.with(Fact.ERROR_TYPE, name) : Facts.NONE);
        }
        store();
        if (sampled) {
            measure(end);
        }
    }

    private void measure(long end) {
        try {
            Metering.measured(draft.start() - entered + System.nanoTime() - end);
        } catch (StackOverflowError e) {
            // The record is stored: thrown on, this would count it as lost, too.
        }
    }

    private void store() {
        thread.pop(this);
        int length = draft.encode();
        if (length > RecordLayout.MAX_RECORD_BYTES) {
            Metering.count(Counter.TOO_LARGE);
        } else {
            Metering.store(thread.writer, draft.bytes(), length);
        }
    }
}
