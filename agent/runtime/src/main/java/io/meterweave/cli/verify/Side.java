package io.meterweave.cli.verify;

import java.util.Locale;

/** Where events are read from. */
public enum Side {
    /** Lines as {@code dump} prints them or an exporter delivers them. */
    FILE,
    /** The agents' own directory. */
    JOURNAL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
