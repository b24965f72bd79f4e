package io.meterweave.cli;

import java.io.IOException;

/** Standard output takes nothing more. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean readerLeft;

    /**
     * Describes the failure.
     *
     * @param readerLeft whether the process that read has closed its end, as {@code head} does: no fault
     * @param cause what the system said
     */
    OutputException(boolean readerLeft, IOException cause) {
        super(cause.getMessage(), cause);
        this.readerLeft = readerLeft;
    }

    boolean readerLeft() {
        return readerLeft;
    }
}
