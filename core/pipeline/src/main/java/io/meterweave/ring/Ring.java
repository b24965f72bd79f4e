package io.meterweave.ring;

/** Takes finished records from the threads that make them. */
public interface Ring {
    /**
     * Stores one record. Allocates nothing (but in a {@link HeapRing}), takes no lock that another thread could hold across a wait, and makes no
     * call into the operating system unless the ring is filling up.
     *
     * @param writer the calling thread's own
     * @param record holds the record from offset 0
     * @param length its length in bytes, at most {@link io.meterweave.record.RecordLayout#MAX_RECORD_BYTES}
     * @return false where there was no room within the configured wait: the caller counts the loss
     */
    boolean offer(RingWriter writer, byte[] record, int length);

    /** Why a record that {@link #offer} has just refused is lost. */
    Counter refusal();
}
