package io.meterweave.cli.verify;

/**
 * One thing that is wrong, over a run of sequences.
 *
 * @param side where it was found
 * @param epoch empty where a line does not tell
 * @param first the first sequence, 0 where none is known
 * @param last the last one
 * @param detail what led to it
 */
record Fault(Side side, FaultKind kind, String epoch, long first, long last, String detail) {
    /** Whether the other one goes on where this one ends. */
    boolean continuesWith(Fault next) {
        return kind == next.kind
                && side == next.side
                && epoch.equals(next.epoch)
                && first != 0
                && next.first == last + 1;
    }

    Fault to(long newLast) {
        return new Fault(side, kind, epoch, first, newLast, detail);
    }

    String text() {
        String range = first == 0 ? "" : first == last ? " " + first : " " + first + " to " + last;
        return kind.text() + range + (detail.isEmpty() ? "" : ": " + detail);
    }
}
