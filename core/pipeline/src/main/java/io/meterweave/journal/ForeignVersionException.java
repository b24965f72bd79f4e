package io.meterweave.journal;

/** What was read is whole, and was written by another version of Meterweave: nothing may be guessed about it. */
public final class ForeignVersionException extends JournalException {
    private static final long serialVersionUID = 1L;

    ForeignVersionException(String message) {
        super(message);
    }
}
