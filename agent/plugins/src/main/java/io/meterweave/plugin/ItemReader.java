package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Reads usage from what a {@link DeferredCall} brings, as it comes. What it throws is counted as {@code reader_failed}, once for
 * the call; it never reaches the application. It must not keep what it is shown.
 */
public interface ItemReader {
    /** Reads nothing: what the calls inside of it tell is all that is known. */
    ItemReader NONE = new ItemReader() {
        @Override
        public void item(@Nullable Object item, DeferredCall call) {}

        @Override
        public void completed(@Nullable Object result, DeferredCall call) {}
    };

    /** Reads one item of a stream. Called by one thread at a time, not always the same. */
    void item(@Nullable Object item, DeferredCall call);

    /** Reads what a future has completed with. Streams end without it. */
    void completed(@Nullable Object result, DeferredCall call);
}
