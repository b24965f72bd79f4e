package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** What recovery may meet in a dead ring: files whose making was not finished, and pages that are not what was written. */
final class RingDamage {
    private static final int SMALLEST = RingLayout.HEADER_BYTES + 24;

    private RingDamage() {}

    /** Whether a kill or a full disk ended the making of a file: it has no magic yet, and nothing where records go. */
    static boolean isUnfinished(File file) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file, "r")) {
            if (f.length() >= Long.BYTES && f.readLong() != 0) {
                return false;
            }
            byte[] part = new byte[64 * 1024];
            f.seek(RingLayout.READS);
            for (int count = f.read(part); count > 0; count = f.read(part)) {
                for (int i = 0; i < count; i++) {
                    if (part[i] != 0) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** Where a file is kept that is damaged as a whole. */
    static File aside(File file) {
        return new File(file.getPath() + MappedRing.DAMAGED);
    }

    static void setAside(File file) throws IOException {
        Files.move(file.toPath(), aside(file).toPath(), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Looks behind a stripe's freed position for the next whole record, and frees what is before it. A header says its own
     * position, and the record's checksum must be right: what is found there by chance is nobody's record.
     *
     * @param journaled where the journal's last record of the stripe ends; 0 where it has none
     * @param missing is told how many records are missing before it, before anything is freed: exactly, where the one
     *     before the hole was read; at least one otherwise
     * @return whether there is a whole record
     */
    static boolean pass(
            RingSegment segment, int stripe, long journaled, Predicate<ByteBuffer> sound, LongConsumer missing) {
        long freed = segment.freed(stripe);
        // Of a READ that a power cut or a damaged page has set anywhere, the journal knows better.
        // (It may rightly be far ahead, of records that were counted and not journaled: then nothing foreign stands
        // there.)
        long header = segment.headerAt(stripe, freed);
        boolean ahead = freed > journaled + segment.capacity() && header != 0 && !RingLayout.belongsTo(header, freed);
        boolean lost = journaled != 0 && (freed < journaled || ahead);
        long from = lost ? journaled : freed;
        if (lost) {
            segment.free(stripe, from);
        }
        for (long position = from; position < from + segment.capacity(); position += Long.BYTES) {
            long found = segment.headerAt(stripe, position);
            if (found == 0 || RingLayout.isFiller(found)) {
                continue;
            }
            ByteBuffer record = segment.record(stripe, position, found);
            if (record == null || !sound.test(record)) {
                continue;
            }
            long ordinal = ordinal(segment, stripe, position, found);
            long count = (ordinal - segment.nextOrdinal(stripe)) & (RingLayout.ORDINALS - 1);
            boolean believed = count <= (position - from) / SMALLEST;
            if (!believed && follower(segment, stripe, position, found) != ordinal + 1) {
                // More than there was room for, and it stands alone: one of another lap, whose position is damaged.
                continue;
            }
            if (believed && !lost) {
                missing.accept(count);
            } else if (position != from) {
                // Then it is the ordinal before the hole that cannot be believed.
                missing.accept(1);
            }
            segment.pass(stripe, position, ordinal);
            return true;
        }
        return false;
    }

    /** A record's ordinal, which no checksum covers: its own, unless the two behind it agree on another. */
    static long ordinal(RingSegment segment, int stripe, long position, long header) {
        long own = RingLayout.ordinal(header);
        long second = follower(segment, stripe, position, header);
        if (second == own + 1 || second < 0) {
            return own;
        }
        long secondAt = position + RingLayout.footprint(RingLayout.length(header));
        long third = follower(segment, stripe, secondAt, segment.headerAt(stripe, secondAt));
        return third == second + 1 && second > 0 ? second - 1 : own;
    }

    /** The ordinal of the record that follows at once; -1 where none does. */
    private static long follower(RingSegment segment, int stripe, long position, long header) {
        long next = position + RingLayout.footprint(RingLayout.length(header));
        long found = segment.headerAt(stripe, next);
        boolean follows = !RingLayout.isFiller(found) && segment.record(stripe, next, found) != null;
        return follows ? RingLayout.ordinal(found) : -1;
    }

    /** How many stripes end at bytes that are no header: to be asked when all that can be drained is freed. */
    static int stripes(RingSegment segment) {
        int damaged = 0;
        for (int stripe = 0; stripe < segment.stripes(); stripe++) {
            damaged += segment.headerAt(stripe, segment.freed(stripe)) == 0 ? 0 : 1;
        }
        return damaged;
    }
}
