package io.meterweave.ring;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Relates {@link System#nanoTime} to the wall clock: one pair, taken now and then by the journal thread and kept in the
 * ring file, so that records of a JVM that died can still be dated. Two places in the file are written in turn, and the
 * index last: a kill in between leaves the older pair.
 */
final class TimeAnchor {
    private final ByteBuffer file;
    private int turn;
    private long nanoTime;
    private long wallNanos;

    private TimeAnchor(ByteBuffer file) {
        this.file = file;
    }

    /** The anchor of a ring that is being made. */
    static TimeAnchor create(ByteBuffer file) {
        TimeAnchor anchor = new TimeAnchor(file);
        anchor.refresh();
        return anchor;
    }

    /** The anchor that a dead JVM left in its first segment; of now where that is gone. */
    static TimeAnchor read(List<RingSegment> segments) {
        if (segments.isEmpty() || segments.get(0).id != 0) {
            return create(ByteBuffer.allocate(RingLayout.READS));
        }
        ByteBuffer file = segments.get(0).map();
        TimeAnchor anchor = new TimeAnchor(file);
        int at = RingLayout.ANCHORS + (file.getInt(RingLayout.ANCHOR_INDEX) & 1) * RingLayout.ANCHOR_BYTES;
        anchor.nanoTime = file.getLong(at);
        anchor.wallNanos = file.getLong(at + Long.BYTES);
        return anchor;
    }

    /** Takes a new pair. */
    void refresh() {
        long before = System.nanoTime();
        Instant now = Instant.now();
        long after = System.nanoTime();
        nanoTime = before + (after - before) / 2;
        wallNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        turn ^= 1;
        int at = RingLayout.ANCHORS + turn * RingLayout.ANCHOR_BYTES;
        file.putLong(at, nanoTime);
        file.putLong(at + Long.BYTES, wallNanos);
        file.putInt(RingLayout.ANCHOR_INDEX, turn);
    }

    /** The wall clock, in nanoseconds since 1970, at a {@link System#nanoTime} of the JVM that the ring belongs to. */
    long wallNanos(long atNanoTime) {
        return wallNanos + (atNanoTime - nanoTime);
    }
}
