package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingFillTest {
    private static final int STRIPE = 16 * 1024;
    private static final RingOptions SMALL = new RingOptions(2, STRIPE, 0);
    /** A stripe's size is no multiple of it: there are fillers. */
    private static final int LENGTH = 700;

    private static final int FOOTPRINT = 712;

    @TempDir
    File temp;

    private final RingWriter writer = new RingWriter();
    private long offered;

    private int fill(MappedRing ring, int most) {
        int n = 0;
        while (n < most && ring.offer(writer, Numbered.record(0, offered, LENGTH), LENGTH)) {
            offered++;
            n++;
        }
        return n;
    }

    @Test
    void recordsThatWaitAreCountedAlsoBehindTheWrap() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        assertThat(RingFill.read(temp)).isEqualTo(new RingFill(0, 0, 2 * STRIPE));
        for (int lap = 0; lap < 50; lap++) {
            int n = fill(ring, 1 + lap);
            RingFill fill = RingFill.read(temp);
            assertThat(fill.records()).isEqualTo(n);
            assertThat(fill.usedBytes()).isBetween((long) n * (LENGTH + 8), (long) n * FOOTPRINT + 2 * FOOTPRINT);
            assertThat(Numbered.drained(ring)).hasSize(n);
            assertThat(RingFill.read(temp).records()).isZero();
            assertThat(RingFill.read(temp).usedBytes()).isZero();
        }
    }

    @Test
    void sparesAreIncluded() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        int n = fill(ring, Integer.MAX_VALUE);
        ring.keepSpare();
        n += fill(ring, Integer.MAX_VALUE);
        RingFill fill = RingFill.read(temp);
        assertThat(fill.records()).isEqualTo(n);
        assertThat(fill.totalBytes()).isEqualTo(4 * STRIPE);
        assertThat(fill.usedBytes()).isBetween(3L * STRIPE, 4L * STRIPE);
    }

    @Test
    void lookingWritesNothing() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        fill(ring, 20);
        File file = new File(temp, "0000.ring");
        byte[] before = Files.readAllBytes(file.toPath());
        assertThat(RingFill.read(temp).records()).isEqualTo(20);
        assertThat(Files.readAllBytes(file.toPath())).isEqualTo(before);
    }

    @Test
    void whateverIsInTheFilesIsReadWithoutHarm() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        fill(ring, 20);
        File file = new File(temp, "0000.ring");
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[1 + random.nextInt(STRIPE)];
            random.nextBytes(bytes);
            try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
                f.seek(16 + random.nextInt((int) f.length() - 16));
                f.write(bytes);
            }
            RingFill fill = RingFill.read(temp);
            assertThat(fill.usedBytes()).isBetween(0L, fill.totalBytes());
            assertThat(fill.records()).isBetween(0L, fill.totalBytes() / 8);
        }
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            f.setLength(5_000);
        }
        assertThat(RingFill.read(temp).records()).isNotNegative();
        Files.write(file.toPath(), new byte[100]);
        assertThat(RingFill.read(temp)).isEqualTo(RingFill.NONE);
        assertThat(RingFill.read(new File(temp, "missing"))).isEqualTo(RingFill.NONE);
    }
}
