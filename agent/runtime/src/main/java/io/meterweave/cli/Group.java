package io.meterweave.cli;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group of a report.
 *
 * @param key its value in each dimension; null where the records do not say
 * @param totals over its records
 */
record Group(List<@Nullable String> key, Totals totals) {
    private static final Comparator<@Nullable String> VALUES = Comparator.nullsLast(Comparator.naturalOrder());

    /** By the dimensions in their order. */
    static final Comparator<Group> ORDER = (a, b) -> {
        for (int i = 0; i < a.key.size(); i++) {
            int order = VALUES.compare(a.key.get(i), b.key.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };
}
