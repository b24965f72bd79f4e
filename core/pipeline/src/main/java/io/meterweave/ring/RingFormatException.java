package io.meterweave.ring;

import java.io.IOException;

/** A ring file that another version of this software has written: whole, but not for this one to read or to touch. */
public final class RingFormatException extends IOException {
    private static final long serialVersionUID = 1;

    RingFormatException(String message) {
        super(message);
    }
}
