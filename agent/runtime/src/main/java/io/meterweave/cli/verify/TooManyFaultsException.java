package io.meterweave.cli.verify;

/** There is more wrong than can be named. */
public final class TooManyFaultsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyFaultsException() {
        super("more than " + Faults.MOST + " faults");
    }
}
