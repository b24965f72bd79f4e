package io.meterweave.cli;

/** The forms in which {@code stat} prints. */
enum StatFormat {
    /** For people. */
    TABLE,
    /** One object on one line. */
    JSON
}
