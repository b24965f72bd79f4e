package io.meterweave.journal;

/** A journal could not be opened, read or appended to. */
public class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the failure.
     *
     * @param message what failed, on which file, and what to do
     */
    public JournalException(String message) {
        super(message);
    }

    /**
     * Describes the failure.
     *
     * @param message what failed, on which file, and what to do
     * @param cause why
     */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
