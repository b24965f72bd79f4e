package io.meterweave.plugin;

/** Whether the work at hand is a request, and whether it is known who pays for it. */
enum Handling {
    NONE,
    UNDECIDED,
    DECIDED
}
