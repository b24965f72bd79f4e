package io.meterweave.plugin;

import io.meterweave.record.UsageDraft;
import org.jspecify.annotations.Nullable;

/** What a call on another thread adds to an inference; one of a few that its thread uses again and again. */
final class Contribution {
    final UsageDraft used = new UsageDraft();

    @Nullable EntryPoint at;

    @Nullable Contribution next;
    /** From when it is taken until the inference has read it. */
    volatile boolean busy;

    /** Gives it to an inference on another thread; false where that has ended. */
    boolean offerTo(Gathering inference, EntryPoint kind) {
        at = kind;
        busy = true;
        if (inference.offer(this)) {
            return true;
        }
        busy = false;
        return false;
    }
}
