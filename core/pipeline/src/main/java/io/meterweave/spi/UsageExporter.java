package io.meterweave.spi;

import java.io.Closeable;
import java.util.List;

/**
 * Delivers events to one target. Called by one thread, one batch at a time, in order within an epoch; after a failure or
 * a crash the same events come again with the same ids and bytes.
 */
public interface UsageExporter extends Closeable {
    /**
     * Delivers a batch. A normal return acknowledges every event of it: it is safe at the target, and will not be sent
     * again.
     *
     * @throws RefusedException where the target will never take some of it; see there what becomes of the others
     * @throws ExportException where any of it may not have arrived; the whole batch is sent again later
     */
    void export(List<UsageEvent> batch) throws ExportException;

    /**
     * How many events, from a batch's beginning, go to the target in one request: from 1 to all. What does not fit is
     * exported in parts, so that a failure repeats and a refusal halves the events of one request only.
     *
     * @param batch at least one event
     */
    default int fitting(List<UsageEvent> batch) {
        return batch.size();
    }

    /** Releases what the exporter holds. Events that were not acknowledged stay in the journal. */
    @Override
    void close();
}
