package io.meterweave.cli;

import io.meterweave.record.UsageRecord;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Sums over usage records, exact at any size. Absent is not 0: with each sum goes the number of records that know the
 * quantity.
 */
final class Totals {
    private final long[] known = new long[Measure.ALL.size()];
    private final long[] sums = new long[Measure.ALL.size()];
    private BigInteger @Nullable [] carried;
    private long records;
    private long unattributed;

    /** Adds a record. */
    void add(UsageRecord usage) {
        records++;
        unattributed += usage.isUnattributed() ? 1 : 0;
        for (Measure measure : Measure.ALL) {
            OptionalLong value = measure.of(usage);
            if (value.isPresent()) {
                int i = measure.ordinal();
                known[i]++;
                add(i, value.getAsLong());
            }
        }
    }

    private void add(int i, long value) {
        long sum = sums[i] + value;
        // Neither is negative, so only the sum of the two can tell of an overflow.
        if (sum < 0) {
            carry(i, sums[i]);
            sum = value;
        }
        sums[i] = sum;
    }

    private void carry(int i, long full) {
        BigInteger[] to = carried;
        if (to == null) {
            to = new BigInteger[Measure.ALL.size()];
            Arrays.fill(to, BigInteger.ZERO);
            carried = to;
        }
        to[i] = to[i].add(BigInteger.valueOf(full));
    }

    long records() {
        return records;
    }

    /** For how many of them nobody was named to pay. */
    long unattributed() {
        return unattributed;
    }

    /** How many of the records know the measure. */
    long known(Measure measure) {
        return known[measure.ordinal()];
    }

    /** The sum over those. */
    BigInteger sum(Measure measure) {
        BigInteger low = BigInteger.valueOf(sums[measure.ordinal()]);
        BigInteger[] high = carried;
        return high == null ? low : high[measure.ordinal()].add(low);
    }
}
