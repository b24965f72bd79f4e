package io.meterweave.cli;

/** The forms in which an audit is printed. */
enum AuditFormat {
    /** For people. */
    TABLE,
    /** One object on one line. */
    JSON
}
