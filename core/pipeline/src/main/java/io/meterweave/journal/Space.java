package io.meterweave.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the epochs use, and how many are free on their disk. What lies elsewhere under the root is not counted: the
 * export files are the customer's, and nothing else there is ours to delete.
 *
 * <p>Looked at every second by the thread that journals, so it does not walk everything each time. The own epoch is
 * measured at every look, and so is one that has changed between its last two; the quiet ones take turns, one a look.
 *
 * <p>Java cannot ask how many blocks a file has, and Chronicle's files are sparse: they grow by a block of up to 64 MiB, of
 * which {@link ChronicleSpace} fills what is about to be written. So of a cycle's file counts what reaches to its last entry,
 * and the most that is filled behind that; of all others, their length.
 */
final class Space {
    /** Twice what is filled at a time, and the slack behind. */
    private static final long FILLED = 640 << 10;

    private static final long PAGE = 4096;

    private final Path instances;
    private final String own;
    private final SpaceLimits limits;
    private final LongSupplier free;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> restless = new HashSet<>();
    private String turn = "";
    private long used;
    private long usable = Long.MAX_VALUE;
    private volatile SpaceState state = SpaceState.OK;

    /**
     * Measures nothing yet.
     *
     * @param own the epoch that this process writes
     * @param free answers the disk's free bytes
     */
    Space(Path root, String own, SpaceLimits limits, LongSupplier free) {
        instances = root.resolve("instances");
        this.own = own;
        this.limits = limits;
        this.free = free;
    }

    /** Takes the measures. */
    void measure() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(instances)) {
            children.forEach(child -> names.add(String.valueOf(child.getFileName())));
        }
        sizes.keySet().retainAll(names);
        restless.retainAll(names);
        String next = names.higher(turn);
        turn = next != null ? next : names.first(); // The own one is among them.
        long sum = 0;
        for (String name : names) {
            Long before = sizes.get(name);
            if (before == null || name.equals(own) || name.equals(turn) || restless.contains(name)) {
                sum += measure(name, before);
            } else {
                sum += before;
            }
        }
        used = sum;
        usable = free.getAsLong();
    }

    private long measure(String name, @Nullable Long before) throws IOException {
        long size = size(instances.resolve(name));
        sizes.put(name, size);
        if (before == null || before == size) {
            restless.remove(name);
        } else {
            restless.add(name);
        }
        return size;
    }

    /** Has what was deleted from measured anew by the next look. */
    void forget(String name) {
        sizes.remove(name);
    }

    private static long size(Path tree) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                sum[0] += PAGE;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                sum[0] += bytes(file, attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // Deleted since it was listed.
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
                return FileVisitResult.CONTINUE; // As above.
            }
        });
        return sum[0];
    }

    private static long bytes(Path file, long length) throws IOException {
        long counted = length;
        if (length > FILLED && file.toString().endsWith(ChronicleCycle.SUFFIX)) {
            try (RandomAccessFile cycle = new RandomAccessFile(file.toFile(), "r")) {
                counted = Math.min(length, ChronicleHeader.end(cycle) + FILLED);
            } catch (FileNotFoundException e) {
                return 0;
            }
        }
        return (counted + PAGE - 1) / PAGE * PAGE;
    }

    /** Bytes used, as measured last. */
    long used() {
        return used;
    }

    /** Whether what is acknowledged is to go now, grace or not. */
    boolean isPressed() {
        return limits.isPressed(used, usable);
    }

    /** Whether there is no room for usage; unlike {@link #state}, without a memory. */
    boolean isFull() {
        return limits.isFull(used, usable);
    }

    /** Decides on the state, once everything was deleted that may be. */
    SpaceState settle() {
        if (limits.isStopped(used, usable)) {
            state = SpaceState.STOPPED;
        } else if (isFull() || (state != SpaceState.OK && isPressed())) {
            state = SpaceState.FULL;
        } else {
            state = SpaceState.OK;
        }
        return state;
    }

    /** What was decided last; from any thread. */
    SpaceState state() {
        return state;
    }
}
