package io.meterweave.cli.verify;

import java.util.Locale;

/** How far an epoch is proven. */
enum State {
    /** Something is wrong with it. */
    FAULTY,
    /** Nothing of it is there any more, and nothing is missing. */
    EMPTY,
    /** Complete so far; whether more was journaled behind it cannot be told from it. */
    OPEN,
    /** Complete, and its last manifest says that it ends there. */
    CLOSED;

    static State of(Verification verification, Side side, EpochLedger epoch) {
        if (verification.faults().any(side, epoch.epoch())) {
            return FAULTY;
        }
        return epoch.last() == 0 ? EMPTY : epoch.isClosed() ? CLOSED : OPEN;
    }

    String text(EpochLedger epoch) {
        return switch (this) {
            case FAULTY -> "NOT complete, last " + epoch.last();
            case EMPTY -> "no events";
            case OPEN -> "complete to " + epoch.last() + ", open";
            case CLOSED -> "complete, closed at " + epoch.last();
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
