package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/** A few contributions for a thread to use again and again. */
final class Contributions {
    private static final int KEPT = 4;

    private final @Nullable Contribution[] kept = new Contribution[KEPT];

    /** One that is not in use. */
    Contribution next() {
        for (int i = 0; i < KEPT; i++) {
            Contribution known = kept[i];
            if (known == null) {
                known = new Contribution();
                kept[i] = known;
            }
            if (!known.busy) {
                return known;
            }
        }
        return new Contribution();
    }
}
