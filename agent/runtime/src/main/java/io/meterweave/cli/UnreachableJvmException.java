package io.meterweave.cli;

/** A process that cannot be talked to, or does not do what it is asked; the message says why and what to do. */
final class UnreachableJvmException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableJvmException(String message) {
        super(message);
    }

    UnreachableJvmException(String message, Throwable cause) {
        super(message, cause);
    }
}
