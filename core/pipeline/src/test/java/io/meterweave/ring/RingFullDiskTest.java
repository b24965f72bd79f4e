package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has no room for another segment. */
@Timeout(60)
class RingFullDiskTest {
    @TempDir
    Path temp;

    /** The process whose files may not grow to a segment's size: fails to make the spare, and goes on. */
    static final class Writing {
        public static void main(String[] args) throws Exception {
            File dir = new File(args[0]);
            RingOptions small = new RingOptions(1, 16 * 1024, 0);
            MappedRing ring = MappedRing.create(dir, small);
            RingSegment large = null;
            try {
                large = RingSegment.create(new File(dir, "0001.ring"), 4, 64 * 1024);
            } catch (IOException e) {
                System.out.println("no spare");
            }
            RingWriter writer = new RingWriter();
            for (long n = 0; n < 10; n++) {
                if (!ring.offer(writer, Numbered.record(0, n, 100), 100)) {
                    throw new IllegalStateException("refused " + large);
                }
            }
        }
    }

    @Test
    void leavesNothingOfTheSpareAndKeepsWhatItHas() throws Exception {
        Path errors = temp.resolve("errors");
        Path dir = Files.createDirectory(temp.resolve("ring"));
        Process process = Forks.startLimited(
                Path.of(System.getProperty("java.home")), 100, errors, Writing.class, dir.toString());
        assertThat(new String(process.getInputStream().readAllBytes()).strip()).isEqualTo("no spare");
        assertThat(process.waitFor()).as("%s", Files.readString(errors)).isZero();
        assertThat(dir.toFile().list()).containsExactly("0000.ring");
        MappedRing dead = MappedRing.openDead(dir.toFile(), RingOptions.DEFAULT);
        assertThat(Numbered.drained(dead)).isEqualTo(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L));
    }
}
