package io.meterweave.ring;

import java.nio.ByteBuffer;

/** Takes records out of a ring. */
public interface RingSink {
    /**
     * Takes one record.
     *
     * @param stripe {@code segment << 16 | stripe}
     * @param position the ring position behind the record
     * @param record its bytes, little-endian, valid during the call
     */
    void accept(int stripe, long position, ByteBuffer record);
}
