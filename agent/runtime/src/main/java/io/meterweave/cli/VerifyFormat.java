package io.meterweave.cli;

/** The forms in which a completeness certificate is printed. */
enum VerifyFormat {
    /** For people. */
    TEXT,
    /** One object on one line. */
    JSON
}
