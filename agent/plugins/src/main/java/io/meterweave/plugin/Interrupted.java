package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/** What a thread was doing when it began some handed work: its own, or other handed work. */
final class Interrupted {
    @Nullable ScopeFrame scope;

    @Nullable Carried carried;

    MeterThread.Handling handling = MeterThread.Handling.NONE;
    int depth;
    int base;
}
