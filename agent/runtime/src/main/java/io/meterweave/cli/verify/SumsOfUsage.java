package io.meterweave.cli.verify;

import io.meterweave.record.Quantity;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Control totals: of each quantity, over how many records it is known, and their sum, exact at any size. */
final class SumsOfUsage {
    private final long[] known = new long[Quantity.ALL.size()];
    // Of up to 2^31 records neither half overflows.
    private final long[] high = new long[Quantity.ALL.size()];
    private final long[] low = new long[Quantity.ALL.size()];

    void add(CanonicalLine usage) {
        for (Quantity quantity : Quantity.ALL) {
            if (usage.knows(quantity)) {
                int i = quantity.ordinal();
                long value = usage.get(quantity);
                known[i]++;
                high[i] += value >>> 32;
                low[i] += value & 0xffff_ffffL;
            }
        }
    }

    void clear() {
        for (int i = 0; i < known.length; i++) {
            known[i] = high[i] = low[i] = 0;
        }
    }

    /** The quantities that any record knows, in their order. */
    Map<String, ManifestData.Sum> sums() {
        Map<String, ManifestData.Sum> sums = new LinkedHashMap<>();
        for (Quantity quantity : Quantity.ALL) {
            int i = quantity.ordinal();
            if (known[i] > 0) {
                BigInteger sum = BigInteger.valueOf(high[i]).shiftLeft(32).add(BigInteger.valueOf(low[i]));
                sums.put(quantity.field(), new ManifestData.Sum(known[i], sum));
            }
        }
        return sums;
    }
}
