package io.meterweave.ring;

import static io.meterweave.ring.Numbered.drained;
import static io.meterweave.ring.Numbered.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ring files that are not as a writer left them. */
@Timeout(60)
class RingFileTest {
    private static final int STRIPES = 4;
    private static final int CAPACITY = 16 * 1024;

    @TempDir
    Path temp;

    private File file;
    private RingSegment segment;

    @BeforeEach
    void create() throws Exception {
        file = temp.resolve("0000.ring").toFile();
        segment = RingSegment.create(file, STRIPES, CAPACITY);
    }

    /** Writes numbers from 0 on into a stripe. */
    private List<Long> fill(int stripe, int records) {
        RingWriter writer = new RingWriter();
        writer.stripe = stripe;
        List<Long> numbers = new ArrayList<>();
        for (long n = 0; n < records; n++) {
            assertThat(offer(segment, writer, n, 100)).isTrue();
            numbers.add(n);
        }
        return numbers;
    }

    private void refused() {
        assertThatThrownBy(() -> RingSegment.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.getPath());
    }

    @Test
    void aDeadFileHoldsWhatWasOfferedAndIsPrivate() throws Exception {
        List<Long> numbers = fill(2, 50);
        RingSegment dead = RingSegment.open(file);
        assertThat(drained(dead, 2)).isEqualTo(numbers);
        assertThat(drained(dead, 0)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                .isEqualTo("rw-------");
    }

    /** What is set aside as damaged would be lost to the version that can read it. */
    @Test
    void aFileOfAnotherFormatIsRefusedAndLeftWhereItIs() throws Exception {
        fill(0, 10);
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            f.seek(7);
            f.write('1');
        }
        byte[] before = Files.readAllBytes(file.toPath());
        assertThatThrownBy(() -> MappedRing.openDead(temp.toFile(), RingOptions.DEFAULT))
                .isInstanceOf(RingFormatException.class)
                .hasMessageContaining(file.getPath());
        assertThat(temp.toFile().list()).containsExactly(file.getName());
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void filesThatWereCutOrGrewAreRefused() throws Exception {
        fill(0, 10);
        long whole = file.length();
        try (RandomAccessFile bytes = new RandomAccessFile(file, "rw")) {
            bytes.setLength(whole + 1);
            refused();
            for (long length : new long[] {whole - 1, whole / 2, 8192, 4097, 4096, 4095, 12, 8, 7, 1, 0}) {
                bytes.setLength(length);
                refused();
            }
        }
    }

    @Test
    void absurdDimensionsAreRefusedAlsoWhereTheLengthFits() throws Exception {
        int[][] absurd = {
            {0, CAPACITY},
            {-4, CAPACITY},
            {Integer.MIN_VALUE, CAPACITY},
            {Integer.MIN_VALUE, Integer.MIN_VALUE},
            {STRIPES, 0},
            {STRIPES, Integer.MIN_VALUE},
            {1 << 30, 1},
            {1 << 26, 1},
            {1 << 16, 1 << 16},
            {3, CAPACITY},
            {STRIPES, CAPACITY - 1},
            {1, 1},
            {1, 8},
            {256, 8192},
            {512, CAPACITY},
        };
        for (int[] pair : absurd) {
            segment.map().putInt(RingLayout.STRIPES, pair[0]);
            segment.map().putInt(RingLayout.STRIPE_BYTES, pair[1]);
            refused();
            long fitting = RingLayout.dataOffset(pair[0]) + (long) pair[0] * pair[1];
            if (fitting >= RingLayout.READS && fitting < 1L << 28) {
                try (RandomAccessFile bytes = new RandomAccessFile(file, "rw")) {
                    bytes.setLength(fitting);
                    refused();
                }
                create();
            }
        }
    }

    @Test
    void foreignFilesAreRefused() throws Exception {
        segment.map().putLong(0, RingLayout.MAGIC + 1);
        refused();
        assertThat(RingDamage.isUnfinished(file)).isFalse();
        Random random = new Random(3);
        byte[] bytes = new byte[(int) file.length()];
        for (int i = 0; i < 20; i++) {
            random.nextBytes(bytes);
            Files.write(file.toPath(), bytes);
            refused();
        }
    }

    @Test
    void aReadPositionThatCannotBeStopsAndOneBeyondTheDataToo() throws Exception {
        fill(1, 20);
        for (long read : new long[] {-1, -8, 1, 4, 7, 12, Long.MAX_VALUE, Long.MIN_VALUE}) {
            segment.map().putLong(RingLayout.READS + RingLayout.READ_STRIDE, read);
            RingSegment dead = RingSegment.open(file);
            assertThat(dead.freed(1)).isNotNegative().matches(freed -> freed % 8 == 0);
            assertThat(drained(dead, 0)).isEmpty();
        }
        for (long read : new long[] {8, CAPACITY, 3L * CAPACITY + 16, (1L << 40) + CAPACITY, Long.MAX_VALUE - 7}) {
            segment.map().putLong(RingLayout.READS + RingLayout.READ_STRIDE, read);
            RingSegment dead = RingSegment.open(file);
            assertThat(drained(dead, 1)).isEmpty();
            assertThat(drained(dead, 0)).isEmpty();
        }
    }

    @Test
    void damagedHeadersEndAStripeAndNothingElse() throws Exception {
        Random random = new Random(99);
        List<Long> other = fill(3, 30);
        int base = RingLayout.dataOffset(STRIPES);
        for (int i = 0; i < 20_000; i++) {
            int at = base + 8 * random.nextInt(CAPACITY / 8);
            long header = switch (random.nextInt(4)) {
                case 0 -> random.nextLong();
                case 1 -> RingLayout.header(at - base, random.nextInt(), random.nextInt(1 << 13));
                case 2 -> RingLayout.filler(at - base, random.nextInt(1 << 14));
                default -> RingLayout.header(at - base, 0, 0) | random.nextInt(Integer.MAX_VALUE);
            };
            segment.map().putLong(at, header);
            long end = segment.drain(0, Integer.MAX_VALUE, (stripe, position, record) -> {
                assertThat(position).isBetween(8L, (long) CAPACITY);
                assertThat(record.limit()).isLessThan(CAPACITY);
            });
            assertThat(end).isBetween(0L, (long) CAPACITY);
        }
        assertThat(drained(segment, 3)).isEqualTo(other);
    }

    @Test
    void bytesOfAnEarlierLapAreNotTaken() throws Exception {
        RingWriter writer = new RingWriter();
        writer.stripe = 0;
        int data = RingLayout.dataOffset(STRIPES);
        byte[] lap = new byte[CAPACITY];
        for (long n = 0; n < 1000; n++) {
            assertThat(offer(segment, writer, n, 100)).isTrue();
            if (n == 520) {
                segment.map().get(data, lap);
            }
            if (n < 990) {
                segment.free(0, segment.drain(0, 10, (stripe, position, record) -> {}));
            }
        }
        List<Long> current = drained(segment, 0);
        assertThat(current).containsExactly(990L, 991L, 992L, 993L, 994L, 995L, 996L, 997L, 998L, 999L);
        byte[] now = new byte[CAPACITY];
        segment.map().get(data, now);
        int shorter = 0;
        // A power cut brings back the older form of what had not been forced, in whatever pieces.
        for (int from = 0; from < CAPACITY; from += 512) {
            segment.map().put(data + from, lap, from, 512);
            List<Long> found = new ArrayList<>();
            RingSegment.open(file).drain(0, 100, (stripe, position, record) -> {
                if (Numbered.isWhole(record)) {
                    found.add(record.getLong(8));
                }
            });
            assertThat(found).isSubsetOf(current).isSorted();
            shorter += found.size() < current.size() ? 1 : 0;
            segment.map().put(data, now);
        }
        segment.map().put(data, lap);
        assertThat(drained(RingSegment.open(file), 0)).isEmpty();
        assertThat(shorter).isPositive();
    }
}
