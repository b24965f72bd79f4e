package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code Meter.record}: makes a record. */
public final class RecordAdvice {
    private RecordAdvice() {}

    /** Stores the record. */
    @Advice.OnEnter
    public static void enter(@Advice.Argument(0) @Nullable Usage usage) {
        if (usage != null) {
            DeclaredUsage.record(usage);
        }
    }
}
