package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Ways in which a dead instance's files may have suffered. */
enum Damage {
    JOURNAL_IS_GARBAGE(".cq4", Damage::fill),
    JOURNAL_IS_CUT(".cq4", file -> file.setLength(amongRecords(file))),
    JOURNAL_IS_EMPTY(".cq4", file -> file.setLength(0)),
    JOURNAL_IS_ZEROED_IN_THE_MIDDLE(".cq4", file -> {
        file.seek(amongRecords(file));
        file.write(new byte[1024]);
    }),
    TABLE_IS_GARBAGE(".cq4t", Damage::fill),
    RING_IS_GARBAGE(".ring", Damage::fill),
    RING_IS_EMPTY(".ring", file -> file.setLength(0)),
    IDENTITY_IS_GARBAGE("instance.json", Damage::fill);

    private static final int MOST_OF_THE_INDEX = 96 << 10;
    private static final long SEED = 20261122;

    private final String suffix;
    private final Stroke stroke;

    Damage(String suffix, Stroke stroke) {
        this.suffix = suffix;
        this.stroke = stroke;
    }

    void applyTo(Path instance) {
        List<Path> files = Trees.files(instance, suffix);
        assertThat(files).as("files of " + instance + " for " + this).isNotEmpty();
        for (Path path : files) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                stroke.hit(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The records are the last third of what is used, or more, where there are some hundreds of them. */
    private static long amongRecords(RandomAccessFile file) throws IOException {
        byte[] bytes = new byte[(int) file.length()];
        file.readFully(bytes);
        int used = Instances.used(bytes);
        assertThat(used).as("too few records to damage").isGreaterThan(MOST_OF_THE_INDEX);
        return used - used / 8L;
    }

    private static void fill(RandomAccessFile file) throws IOException {
        byte[] garbage = new byte[(int) file.length()];
        new Random(SEED).nextBytes(garbage);
        file.write(garbage);
    }

    private interface Stroke {
        void hit(RandomAccessFile file) throws IOException;
    }
}
