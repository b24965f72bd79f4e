package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a JVM whose threads offer as fast as they can. {@code -Dpipeline.kills=n}: how many times on each JDK. */
@Timeout(600)
class RingKillTest {
    private static final int KILLS = Integer.getInteger("pipeline.kills", 4);

    @TempDir
    Path temp;

    static List<Path> jdks() throws IOException {
        return Forks.jdks();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theFileAloneHoldsWhatWasAnsweredAndNotTaken(Path jdk) throws Exception {
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            // From the very first record to many laps of the ring.
            int reports = 1 + random.nextInt(1 << 1 + random.nextInt(17));
            assertThat(new Life(jdk, "ring", reports).faults()).isEmpty();
        }
    }

    @Test
    void theCheckNoticesRecordsThatAreOnlyInTheProcess() throws Exception {
        assertThat(new Life(jdks().get(0), "heap", 1000).faults()).isNotEmpty();
    }

    @Test
    void theCheckNoticesOneLostOrAlteredRecord() throws Exception {
        Life life = new Life(jdks().get(0), "undrained", 300);
        assertThat(life.faults()).isEmpty();
        int altered = 0;
        int data = RingLayout.dataOffset(RingOffering.OPTIONS.stripes());
        RingSegment segment = RingSegment.open(new File(life.dir, "0000.ring"));
        for (int stripe = 0; stripe < segment.stripes(); stripe++) {
            long position = segment.freed(stripe);
            int at = data + stripe * RingOffering.OPTIONS.stripeBytes() + (int) position % (64 * 1024);
            long header = segment.map().getLong(at);
            // Each writer may have published one that was not answered.
            if (Numbered.drained(segment, stripe).size() > RingOffering.WRITERS) {
                segment.map().putLong(at, 0);
                assertThat(life.faults()).isNotEmpty();
                segment.map().putLong(at, header);
                byte was = segment.map().get(at + 9);
                segment.map().put(at + 9, (byte) (was + 1));
                assertThat(life.faults()).isNotEmpty();
                segment.map().put(at + 9, was);
                assertThat(life.faults()).isEmpty();
                altered++;
            }
        }
        assertThat(altered).isPositive();
    }

    /** One life of the process: what it reported, and the directory that it left. */
    private final class Life {
        private final BitSet[] answered = sets();
        private final BitSet[] taken = sets();
        private final File dir;

        Life(Path jdk, String mode, int reports) throws Exception {
            dir = Files.createTempDirectory(temp, "ring").toFile();
            Path errors = temp.resolve("errors");
            Process process = Forks.start(jdk, errors, RingOffering.class, dir.getPath(), mode);
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
                for (int i = 0; i < reports; i++) {
                    read(in);
                }
                // Process.destroyForcibly() would close the pipe, with reports in it.
                process.toHandle().destroyForcibly();
                while (true) {
                    read(in);
                }
            } catch (EOFException e) {
                assertThat(process.waitFor()).as("%s", Files.readString(errors)).isEqualTo(137);
            }
            assertThat(Stream.of(answered).mapToInt(BitSet::cardinality).sum()).isPositive();
        }

        private static BitSet[] sets() {
            return Stream.generate(BitSet::new).limit(RingOffering.WRITERS).toArray(BitSet[]::new);
        }

        private void read(DataInputStream in) throws IOException {
            BitSet[] sets = in.readInt() == 'A' ? answered : taken;
            sets[in.readInt()].set((int) in.readLong());
        }

        List<String> faults() throws IOException {
            List<String> faults = new ArrayList<>();
            BitSet[] found = sets();
            RingSegment segment = RingSegment.open(new File(dir, "0000.ring"));
            for (int s = 0; s < segment.stripes(); s++) {
                segment.drain(s, Integer.MAX_VALUE, (stripe, position, record) -> {
                    if (!Numbered.isWhole(record)) {
                        faults.add("damaged in " + stripe + " before " + position);
                        return;
                    }
                    BitSet numbers = found[(int) record.getLong(0)];
                    if (numbers.get((int) record.getLong(8))) {
                        faults.add(record.getLong(0) + "." + record.getLong(8) + " twice");
                    }
                    numbers.set((int) record.getLong(8));
                });
            }
            for (int writer = 0; writer < RingOffering.WRITERS; writer++) {
                BitSet lost = (BitSet) answered[writer].clone();
                lost.andNot(taken[writer]);
                lost.andNot(found[writer]);
                if (!lost.isEmpty()) {
                    faults.add("lost of " + writer + ": " + lost);
                }
                // One may have been published and not yet answered.
                if (found[writer].length() > answered[writer].length() + 1) {
                    faults.add("never offered: " + writer + "." + (found[writer].length() - 1));
                }
            }
            return faults;
        }
    }
}
