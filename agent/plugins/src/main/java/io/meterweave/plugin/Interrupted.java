package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/** What a thread was doing when it began some handed work: its own, or other handed work. */
final class Interrupted {
    @Nullable ScopeFrame scope;

    @Nullable Carried carried;

    Handling handling = Handling.NONE;

    @Nullable PassedRequest passed;

    int depth;
    int base;
}
