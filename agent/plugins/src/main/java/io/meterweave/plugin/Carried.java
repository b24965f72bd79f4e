package io.meterweave.plugin;

import io.meterweave.record.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What goes along with work that one thread hands to another: who pays, and the inference that it is part of. Immutable.
 * Of the time when the work was handed over, not of when it runs.
 */
public final class Carried {
    final Facts payer;
    final @Nullable Gathering gathering;

    Carried(Facts payer, @Nullable Gathering gathering) {
        this.payer = Unattributed.in(payer);
        this.gathering = gathering;
    }
}
