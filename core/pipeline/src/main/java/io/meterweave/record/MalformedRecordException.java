package io.meterweave.record;

/** Bytes that claim to be a record are none, or one of a format that this version does not read. */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the fault.
     *
     * @param message what is wrong with the bytes
     */
    public MalformedRecordException(String message) {
        super(message);
    }
}
