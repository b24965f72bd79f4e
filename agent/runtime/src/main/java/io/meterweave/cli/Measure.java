package io.meterweave.cli;

import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a report adds up. */
enum Measure {
    INPUT_TOKENS(Quantity.INPUT_TOKENS),
    OUTPUT_TOKENS(Quantity.OUTPUT_TOKENS),
    ITEMS(Quantity.ITEMS),
    DEVICE_TIME(Quantity.DEVICE_TIME_NS),
    WALL_TIME(Quantity.WALL_TIME_NS),
    /** 1 for an inference that threw, 0 for one that ended otherwise, unknown where its record does not say. */
    ERRORS(null);

    static final List<Measure> ALL = List.of(values());

    private final @Nullable Quantity quantity;

    Measure(@Nullable Quantity quantity) {
        this.quantity = quantity;
    }

    /** Its name in every format. */
    String field() {
        return quantity == null ? "errors" : quantity.field();
    }

    /** Whether it counts nanoseconds. */
    boolean isTime() {
        return this == DEVICE_TIME || this == WALL_TIME;
    }

    /** What one record adds; empty where it does not say. */
    OptionalLong of(UsageRecord usage) {
        if (quantity != null) {
            return usage.get(quantity);
        }
        Outcome outcome = usage.outcome();
        return outcome == null ? OptionalLong.empty() : OptionalLong.of(outcome == Outcome.ERROR ? 1 : 0);
    }
}
