package io.meterweave.it.cost.volume;

import io.meterweave.it.cost.Leftovers;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code VolumeCost [records] [shipped]}: what much usage costs, on the JDK that runs this. How to run it: the module's
 * README.
 *
 * <ol>
 *   <li>a metered JVM calls until its journal holds {@code records} (20 million): records a second, and of each million
 *       nanoseconds and bytes on the disk a record, and whether these grow with the journal;
 *   <li>{@code report}, {@code dump} and {@code verify} over that journal, each in a heap of 256 MiB: seconds, memory, and
 *       whether every record is there;
 *   <li>through ring, journal and each exporter to a receiver in another process, {@code shipped} records (2 million):
 *       records a second, and whether each has arrived.
 * </ol>
 *
 * Ends with 1 where one of them was wrong. With {@code KEEP} in the environment the directory stays.
 */
public final class VolumeCost {
    private static final long MILLION = 1_000_000;
    /** More than a record has: what does not fit is not begun. */
    private static final long BYTES = 300;
    /** For the exporters' part, and for others. */
    private static final long LEFT = 6L << 30;

    private VolumeCost() {}

    public static void main(String[] args) throws IOException {
        long records = args.length > 0 ? Long.parseLong(args[0]) : 20 * MILLION;
        long shipped = args.length > 1 ? Long.parseLong(args[1]) : 2 * MILLION;
        Jdk jdk = Jdks.running();
        Path root =
                Files.createDirectories(Path.of(System.getProperty("it.forks")).toAbsolutePath());
        Path temp = Files.createTempDirectory(root, "volume-");
        // What the forked JVMs print goes with the rest.
        System.setProperty("it.forks", temp.toString());
        boolean keep = System.getenv("KEEP") != null;
        Leftovers.removeAtExit(keep ? List.of() : List.of(temp));
        long start = System.nanoTime();
        System.out.println(jdk + ", " + Runtime.getRuntime().availableProcessors() + " processors; "
                + (Unix.free(temp) >> 30) + " GiB are free in " + temp);
        Path dir = temp.resolve("meterweave");
        long fitting = fitting(records, temp);
        boolean right = true;
        if (fitting > 0) {
            right = new Growth(jdk, dir, fitting, Math.min(MILLION, fitting)).run();
            right &= new Commands(jdk, dir, fitting).run();
            if (!keep) {
                Trees.delete(dir);
            }
        }
        if (shipped > 0) {
            right &= new Shipping(jdk, temp, shipped).run();
        }
        System.out.printf("%nall in %.0f s%s%n", (System.nanoTime() - start) / 1e9, right ? "" : "; WRONG, see above");
        System.exit(right ? 0 : 1);
    }

    private static long fitting(long records, Path dir) {
        long room = (Unix.free(dir) - LEFT) / BYTES / MILLION * MILLION;
        if (room >= records) {
            return records;
        }
        System.out.printf("%n%,d records have no room on this disk: %,d instead%n", records, Math.max(0, room));
        return Math.max(0, room);
    }
}
