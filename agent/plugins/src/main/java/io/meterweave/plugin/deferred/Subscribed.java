package io.meterweave.plugin.deferred;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.DeferredCall;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.MeterThread;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to a metered publisher, whatever interfaces it is made of: one call. What the publisher does when it is
 * subscribed to or asked for items is done for the call; what the subscriber does with an item, for whom it subscribed.
 */
public final class Subscribed {
    private final CallReader reader;
    private final DeferredCall call;
    private final @Nullable Carried subscriber = MeterThread.toHand();

    Subscribed(CallReader reader) {
        this.reader = reader;
        this.call = reader.call;
    }

    /** Has the call abandoned when the publisher has lost its subscriber. */
    public void watch(Object metered) {
        call.watch(metered, true);
    }

    /** To be called before the publisher is subscribed to, or asked for items; answers what {@link #worked} needs. */
    public int work() {
        return call.enter();
    }

    /** To be called after that. */
    public void worked(int work) {
        call.leave(work);
    }

    /** To be called before the subscriber is called; answers what {@link #delivered} needs. */
    public int deliver() {
        return HandedWork.begin(subscriber);
    }

    /** To be called after that. */
    public void delivered(int work) {
        HandedWork.end(work);
    }

    /** Reads an item. */
    public void item(@Nullable Object item) {
        reader.item(item);
    }

    /**
     * The publisher says that this was all, or why not.
     *
     * @param failure null where it came to its end
     */
    public void ended(@Nullable Throwable failure) {
        call.finish(failure);
    }

    /** The subscriber wants no more. */
    public void cancelled() {
        call.cancel();
    }
}
