package io.meterweave.plugin;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import org.jspecify.annotations.Nullable;

/** What records say of who pays where nobody was named: nothing, or the subject that is configured for that. */
public final class Unattributed {
    private static Facts nobody = Facts.NONE;

    private Unattributed() {}

    /**
     * Says for whom usage is that nobody is named for; before the first class is woven.
     *
     * @param subject of a length that {@link Facts#fits}; null for nobody
     */
    public static void tag(@Nullable String subject) {
        nobody = subject == null
                ? Facts.NONE
                : Facts.NONE.with(Fact.SUBJECT, subject).with(Fact.SUBJECT_SOURCE, "unattributed");
    }

    /** Who pays outside of every scope. */
    static Facts nobody() {
        return nobody;
    }

    /** Who pays where a scope or a request says this much, which may be attributes alone. */
    static Facts in(Facts payer) {
        return nobody == Facts.NONE || payer.has(Fact.SUBJECT) ? payer : payer.orElse(nobody);
    }
}
