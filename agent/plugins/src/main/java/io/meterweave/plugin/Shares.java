package io.meterweave.plugin;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageDraft;
import java.util.Arrays;

/**
 * What one call that does the work of several requests leaves to each of them: a record for each, in their order, all with
 * the call's {@code scope_id}. Belongs to its call and is reused with it.
 *
 * <p>Of {@code n} requests, each has:
 *
 * <ul>
 *   <li><b>one item</b>, and the call's own outcome, times of begin and end, model and device;
 *   <li><b>device time</b>: a batch is computed as a whole, every row at the length of the longest, so all have the same
 *       part of it; of the remainder of the division the first requests have one nanosecond each. The parts add up to the
 *       whole exactly, and are {@link DeviceTimeSource#APPORTIONED};
 *   <li><b>tokens</b> only where it can be shown whose they are: one engine call on the call's own thread has counted them
 *       by rows, it had as many rows as there are requests, the rows are in the requests' order, and what it has counted is
 *       all that the call has used. Otherwise each one's tokens are unknown, and so is their sum: nothing is guessed.
 * </ul>
 *
 * <p>A single request has all that the call has, as it is.
 */
public final class Shares {
    private Facts[] payers = {};
    private long[] tokens = {};
    private int size;
    private boolean inOrder;
    private int engines;
    private int rows;

    Shares() {}

    void begin(int requests, boolean rowsInOrder) {
        if (requests > payers.length) {
            payers = new Facts[requests];
            tokens = new long[requests];
        }
        Arrays.fill(payers, 0, requests, Unattributed.nobody());
        size = requests;
        inOrder = rowsInOrder;
        engines = 0;
        rows = 0;
    }

    /** Says who pays for a request. */
    public void payer(int request, Facts facts) {
        payers[request] = facts;
    }

    /** Begins an engine call that counts its rows. */
    public void beginRows() {
        engines++;
        rows = 0;
    }

    /** Says the tokens of the next row. */
    public void row(long count) {
        if (rows < size) {
            tokens[rows] = count;
        }
        rows++;
    }

    /** Whether the rows that were counted are the requests, and their tokens all that {@code whole} has used. */
    private boolean areRequests(UsageDraft whole) {
        if (!inOrder
                || engines != 1
                || rows != size
                || whole.tokensSource() != TokensSource.COUNTED.ordinal()
                || !whole.has(Quantity.INPUT_TOKENS)
                || whole.has(Quantity.OUTPUT_TOKENS)) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += tokens[i];
        }
        return sum == whole.get(Quantity.INPUT_TOKENS);
    }

    /** Writes the records, by making {@code whole} each one's in turn. */
    void store(UsageDraft whole, MeterThread thread) {
        boolean single = size == 1;
        boolean split = single || areRequests(whole);
        if (!split) {
            whole.forgetTokens();
        }
        long time = whole.has(Quantity.DEVICE_TIME_NS) ? whole.get(Quantity.DEVICE_TIME_NS) : -1;
        int stored = 0;
        try {
            while (stored < size) {
                whole.scope(payers[stored]);
                if (!single) {
                    whole.set(Quantity.ITEMS, 1);
                    if (split) {
                        whole.set(Quantity.INPUT_TOKENS, tokens[stored]);
                    }
                    if (time >= 0) {
                        whole.set(Quantity.DEVICE_TIME_NS, part(time, stored));
                        whole.deviceTimeSource(DeviceTimeSource.APPORTIONED);
                    }
                }
                Metering.store(thread.writer, whole);
                stored++;
            }
        } finally {
            // What threw is counted as one by the hook: these are the others that have no record because of it.
            Metering.hookFailedFor(Math.max(0, size - stored - 1));
        }
    }

    private long part(long time, int request) {
        return time / size + (request < time % size ? 1 : 0);
    }
}
