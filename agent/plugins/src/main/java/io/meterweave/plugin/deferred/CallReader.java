package io.meterweave.plugin.deferred;

import io.meterweave.plugin.DeferredCall;
import io.meterweave.plugin.ItemReader;
import io.meterweave.plugin.Metering;
import org.jspecify.annotations.Nullable;

/** Reads what one call brings. What fails in that is counted, once for the call, and does not reach the application. */
final class CallReader {
    final DeferredCall call;
    private final ItemReader reader;
    private volatile boolean failed;

    CallReader(DeferredCall call, ItemReader reader) {
        this.call = call;
        this.reader = reader;
    }

    /** The same for a call that is begun anew. */
    CallReader again() {
        return new CallReader(call.again(), reader);
    }

    void item(@Nullable Object item) {
        try {
            if (call.arrived()) {
                reader.item(item, call);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Reads what a future has completed with, and finishes the call. */
    void completed(@Nullable Object result) {
        try {
            reader.completed(result, call);
        } catch (Throwable e) {
            failed(e);
        }
        call.finish(null);
    }

    @SuppressWarnings("removal")
    private void failed(Throwable failure) {
        if (failure instanceof ThreadDeath death) {
            throw death;
        }
        if (!failed) {
            failed = true;
            Metering.readerFailed(failure);
        }
    }
}
