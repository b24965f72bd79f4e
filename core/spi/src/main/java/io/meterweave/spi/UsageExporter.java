package io.meterweave.spi;

import java.io.Closeable;
import java.util.List;

/**
 * Delivers events to one target. After a failure or a crash the same events come again with the same ids and bytes, so that
 * a target can tell that it has them.
 *
 * <p>{@link ExporterFactory#create} is called on a thread of the agent's that has more to do: it connects to nothing. All
 * else is called by one thread, the exporter's own for as long as it lives: {@link #fitting} and {@link #export} in turn, one
 * batch at a time, in order within an epoch, and {@link #close} at the end. It is a daemon thread: at the JVM's end it may be
 * gone in the middle of what it does.
 *
 * <p>What a target sends is a stranger's text, and may be without an end: an exporter reads so much of it and no more, waits
 * for so long and no longer, takes nothing for an acknowledgement that is none, and shows no credential that the target quotes.
 * It writes to no log, no stream and no system property: they are the application's. {@code docs/writing-an-exporter.md} has the
 * rest, and {@code ExporterContract} tests it.
 */
public interface UsageExporter extends Closeable {
    /**
     * Delivers a batch. A normal return acknowledges every event of it: it is safe at the target, and will not be sent
     * again. Events of one subject must not overtake each other there, as far as the target has an order, also where a part of the
     * batch arrives and comes again. It ends, one way or the other, within the exporter's own time limits.
     *
     * <p>A {@link RuntimeException} or {@link LinkageError} is taken for an {@link ExportException} without a time to wait: the
     * batch comes again. Any other {@link Error} ends the shipping until the next start of the JVM; nothing is acknowledged.
     *
     * @param batch events of one or several epochs; empty where there is nothing to do. Not to be changed, and not to be kept
     *     after the call
     * @throws RefusedException where the target will never take some of it; see there what becomes of the others
     * @throws ExportException where any of it may not have arrived; the whole batch is sent again later
     */
    void export(List<UsageEvent> batch) throws ExportException;

    /**
     * How many events, from a batch's beginning, go to the target in one request: from 1 to all. What does not fit is
     * exported in parts, so that a failure repeats and a refusal halves the events of one request only. It looks at the events and at
     * nothing else, and throws nothing: that counts as a failed delivery.
     *
     * @param batch at least one event
     */
    default int fitting(List<UsageEvent> batch) {
        return batch.size();
    }

    /**
     * Releases what the exporter holds: connections, files, and every thread that it has started. Events that were not
     * acknowledged stay in the journal; it sends nothing more, and waits no longer than {@link #export} may take. Closing once more
     * does nothing.
     *
     * <p>It may be called by another thread while {@link #export} is under way: that one then ends as after any failure, or
     * acknowledges what has arrived.
     */
    @Override
    void close();
}
