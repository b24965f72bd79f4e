package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code Meter.record}: makes a record. */
public final class RecordAdvice {
    private RecordAdvice() {}

    /** Stores the record. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static void enter(@Advice.Argument(0) @Nullable Usage usage) {
        if (usage != null) {
            DeclaredUsage.record(usage);
        }
    }
}
