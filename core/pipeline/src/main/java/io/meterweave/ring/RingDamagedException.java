package io.meterweave.ring;

import java.io.IOException;

/** A file that should be a ring's is none: what it held cannot be told. */
final class RingDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    RingDamagedException(String message) {
        super(message);
    }
}
