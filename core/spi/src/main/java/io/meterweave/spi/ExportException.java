package io.meterweave.spi;

import org.jspecify.annotations.Nullable;

/** A batch was not acknowledged; it is sent again later, unless it is a {@link RefusedException}. */
public sealed class ExportException extends Exception permits RefusedException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterMillis;

    /**
     * Describes the failure.
     *
     * @param message what failed and where, without secrets
     * @param cause why
     */
    public ExportException(String message, Throwable cause) {
        this(message, cause, 0);
    }

    /**
     * Describes a failure of which the target may say when it wants to be called again.
     *
     * @param message what failed and where, without secrets
     * @param cause why; null where the message says it, and the cause's own might hold secrets
     * @param retryAfterMillis for how long the target does not want to be called, in milliseconds; 0 where it does not
     *     say. At most five minutes are granted
     */
    public ExportException(String message, @Nullable Throwable cause, long retryAfterMillis) {
        super(message, cause);
        this.retryAfterMillis = retryAfterMillis;
    }

    ExportException(String message) {
        this(message, null, 0);
    }

    /** For how long the target does not want to be called, in milliseconds; 0 where it does not say. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
