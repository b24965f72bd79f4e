package io.meterweave.cli;

import org.jspecify.annotations.Nullable;

/**
 * A report, to be printed.
 *
 * @param usage what was added up
 * @param findings what reading has brought to light beside it
 * @param since from when on; null for all
 */
record Report(
        Aggregation usage, Findings findings, @Nullable Since since) {}
