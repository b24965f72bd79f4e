package io.meterweave.cli;

/** A report would have more groups than it may. */
final class TooManyGroupsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyGroupsException(int most) {
        super("more than " + most + " groups");
    }
}
