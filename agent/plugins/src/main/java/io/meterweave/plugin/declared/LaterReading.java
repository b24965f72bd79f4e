package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;
import io.meterweave.plugin.DeferredCall;
import io.meterweave.plugin.ItemReader;
import io.meterweave.plugin.Metering;
import io.meterweave.ring.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Has the application's reader read what a call brings after its method has returned. Each item has a usage of its own, whose
 * numbers add up in the call: the same publisher may have several calls at a time.
 */
final class LaterReading implements ItemReader {
    private final UsageReader reader;
    private final Usage soFar;
    private final int room;
    private volatile boolean failed;

    /**
     * Makes one.
     *
     * @param soFar what was read of the arguments
     * @param room how many attributes the record can have
     */
    LaterReading(UsageReader reader, Usage soFar, int room) {
        this.reader = reader;
        this.soFar = soFar;
        this.room = room;
    }

    @Override
    public void item(@Nullable Object item, DeferredCall call) {
        if (failed) {
            return;
        }
        Usage usage = new Usage();
        failed = true; // Until it has not.
        reader.item(item, usage);
        failed = false;
        if (usage.hasSubject()) {
            Metering.count(Counter.REFUSED_SUBJECT);
        }
        DeclaredUsage.add(call, usage, soFar, room);
    }

    @Override
    public void completed(@Nullable Object result, DeferredCall call) {
        Reading.read(reader, result, soFar);
        DeclaredUsage.into(call, soFar, room);
    }
}
