package io.meterweave.ring;

import static io.meterweave.ring.Numbered.drained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MappedRingTest {
    private static final RingOptions SMALL = new RingOptions(2, 16 * 1024, 0);

    @TempDir
    File temp;

    private final RingWriter writer = new RingWriter();
    private long number;

    private List<Long> fill(MappedRing ring) {
        List<Long> offered = new ArrayList<>();
        while (ring.offer(writer, Numbered.record(0, number, 500), 500)) {
            offered.add(number++);
        }
        return offered;
    }

    private File segment(int i) {
        return new File(temp, "000" + i + ".ring");
    }

    @Test
    void aFullRingRefusesAndTakesTheSpareWhereThereIsOne() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        List<Long> all = fill(ring);
        int one = all.size();
        assertThat(one).isGreaterThan(50);
        assertThat(fill(ring)).isEmpty();
        ring.keepSpare();
        all.addAll(fill(ring));
        assertThat(all).hasSize(2 * one);
        assertThat(drained(ring)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(drained(ring)).isEmpty();
        assertThat(fill(ring)).as("both again").hasSize(2 * one);
    }

    @Test
    void sparesAreKeptOneAheadAndBounded() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        List<Long> all = fill(ring);
        int one = all.size();
        for (int i = 1; i < 12; i++) {
            ring.keepSpare();
            ring.keepSpare();
            assertThat(segment(Math.min(i, 7))).exists();
            assertThat(segment(Math.min(i, 7) + 1)).doesNotExist();
            List<Long> more = fill(ring);
            assertThat(more).hasSize(i < 8 ? one : 0);
            all.addAll(more);
        }
        assertThat(temp.list()).hasSize(8);
        assertThat(drained(ring)).containsExactlyInAnyOrderElementsOf(all);
        ring.keepSpare();
        assertThat(temp.list()).hasSize(8);
        for (File file : temp.listFiles()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDeadRingIsDrainedWithItsSparesAndOnlyOnce() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        List<Long> all = fill(ring);
        ring.keepSpare();
        all.addAll(fill(ring));
        List<Long> first = new ArrayList<>();
        ring.drain(7, (stripe, position, record) -> first.add(Numbered.check(record)[1]), () -> {});
        List<Long> rest = drained(MappedRing.openDead(temp, RingOptions.DEFAULT));
        assertThat(rest).doesNotContainAnyElementsOf(first);
        rest.addAll(first);
        assertThat(rest).containsExactlyInAnyOrderElementsOf(all);
        assertThat(drained(MappedRing.openDead(temp, RingOptions.DEFAULT))).isEmpty();
    }

    @Test
    void whatTheSinkRefusesIsOfferedAgainAndItsStripeComesFirst() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        fill(ring);
        ring.keepSpare();
        List<Long> all = new ArrayList<>();
        fill(ring);
        List<Integer> stripes = new ArrayList<>();
        for (int refusals = 0; refusals < 30; refusals++) {
            int before = all.size();
            assertThatThrownBy(() -> ring.drain(
                            5,
                            (stripe, position, record) -> {
                                stripes.add(stripe);
                                if (all.size() - before == 3) {
                                    throw new IllegalStateException("refused");
                                }
                                all.add(Numbered.check(record)[1]);
                            },
                            () -> {}))
                    .hasMessage("refused");
        }
        assertThat(stripes.stream().distinct()).as("nothing of it was freed").containsExactly(0);
        all.clear();
        all.addAll(drained(ring));
        assertThat(all).doesNotHaveDuplicates().hasSize((int) number);
    }

    @Test
    void noStripeIsLeftOutAfterARefusal() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        fill(ring);
        ring.keepSpare();
        fill(ring);
        for (int refused : new int[] {0, 1, 1 << 16, 1 << 16 | 1}) {
            assertThatThrownBy(() -> ring.drain(
                            2,
                            (stripe, position, record) -> {
                                if (stripe == refused) {
                                    throw new IllegalStateException("refused");
                                }
                            },
                            () -> {}))
                    .hasMessage("refused");
            List<Integer> stripes = new ArrayList<>();
            ring.drain(1, (stripe, position, record) -> stripes.add(stripe), () -> {});
            assertThat(stripes).startsWith(refused).containsExactlyInAnyOrder(0, 1, 1 << 16, 1 << 16 | 1);
        }
    }

    @Test
    void aSegmentWhoseMakingWasNotFinishedHoldsNothing() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        List<Long> all = fill(ring);
        for (long length : new long[] {0, 1, 8, 4096, 20_000, segment(0).length()}) {
            try (RandomAccessFile unfinished = new RandomAccessFile(segment(1), "rw")) {
                unfinished.setLength(length);
            }
            assertThat(MappedRing.openDead(temp, SMALL)).isNotNull();
            assertThat(segment(1)).doesNotExist();
        }
        assertThat(drained(MappedRing.openDead(temp, SMALL))).containsExactlyInAnyOrderElementsOf(all);
        Files.delete(segment(0).toPath());
        Files.createFile(segment(0).toPath());
        assertThat(MappedRing.openDead(temp, SMALL)).isNull();
        assertThat(temp.list()).isEmpty();
    }

    @Test
    void aSegmentThatLostItsHeadIsNotTakenForAnUnfinishedOne() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        ring.keepSpare();
        fill(ring);
        try (RandomAccessFile file = new RandomAccessFile(segment(1), "rw")) {
            file.write(new byte[4096]);
        }
        MappedRing dead = MappedRing.openDead(temp, SMALL);
        assertThat(drained(dead)).isNotEmpty();
        assertThat(dead.damages()).isEqualTo(1);
        assertThat(segment(1)).doesNotExist();
        assertThat(new File(temp, "0001.ring.damaged")).exists();
        assertThat(MappedRing.openDead(temp, SMALL).damages())
                .as("still to be told")
                .isEqualTo(1);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        int[][] pairs = {
            {0, 65536},
            {-1, 65536},
            {Integer.MIN_VALUE, 65536},
            {3, 65536},
            {512, 65536},
            {4, 0},
            {4, Integer.MIN_VALUE},
            {4, 8192},
            {4, 1 << 23},
            {4, 65537}
        };
        for (int[] pair : pairs) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RingOptions(pair[0], pair[1], 0));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new RingOptions(4, 65536, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RingOptions(4, 65536, 1_000_000_001));
    }

    @Test
    void aDeadRingKnowsItsClockAlsoAfterAKillWhileItWasSet() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        long at = System.nanoTime() - 5_000_000_000L;
        long wall = ring.wallNanos(at);
        assertThat(MappedRing.openDead(temp, SMALL).wallNanos(at)).isEqualTo(wall);
        byte[] before = head();
        ring.refreshAnchor();
        long later = ring.wallNanos(at);
        assertThat(MappedRing.openDead(temp, SMALL).wallNanos(at)).isEqualTo(later);
        // Killed with the next pair written, and the index not.
        try (RandomAccessFile file = new RandomAccessFile(segment(0), "rw")) {
            file.seek(RingLayout.ANCHOR_INDEX);
            file.write(before, RingLayout.ANCHOR_INDEX, Integer.BYTES);
        }
        assertThat(MappedRing.openDead(temp, SMALL).wallNanos(at)).isEqualTo(wall);
        assertThat(head()).isNotEqualTo(before);
    }

    private byte[] head() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment(0), "r")) {
            byte[] head = new byte[RingLayout.READS];
            file.readFully(head);
            return head;
        }
    }
}
