package io.meterweave.spi;

/** A batch was not acknowledged; it is sent again later. */
public final class ExportException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the failure.
     *
     * @param message what failed and where, without secrets
     * @param cause why
     */
    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
