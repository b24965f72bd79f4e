package io.meterweave.spi;

/** A batch was not acknowledged; it is sent again later, unless it is a {@link RefusedException}. */
public sealed class ExportException extends Exception permits RefusedException {
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

    ExportException(String message) {
        super(message);
    }
}
