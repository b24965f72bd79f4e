package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is under a root within its bounds: deletes what every configured exporter has acknowledged, and says when
 * there is no room for more.
 *
 * <p>Two kinds of things go, both whole: the oldest file of a journal whose lock this process holds ({@link Trim}), and
 * the directory of a dead epoch of the same service ({@link DeadEpoch}). Each goes when its grace is over: a file's begins when it was
 * last written, a directory's when it was last written or marked complete. Under pressure ({@link SpaceLimits}) they go at once,
 * oldest first across all epochs, until there is none. What is not acknowledged is never deleted.
 *
 * <p>Looks are taken by the thread that journals, between its drains. A failure is told, and does not keep the other things
 * from being deleted.
 */
public final class Retention {
    private static final int AT_A_LOOK = 8;

    private final Path root;
    private final Epoch own;
    private final Collection<String> exporters;
    private final SpaceLimits limits;
    private final long graceMillis;
    private final Clock clock;
    private final Consumer<String> complaints;
    private final Space space;
    private final DeadEpochs dead;
    private final TreeMap<String, Epoch> held = new TreeMap<>();
    private boolean swept;
    private long sinceLook;

    /**
     * Deletes nothing yet.
     *
     * @param root the configured {@code dir}
     * @param own the epoch that this process writes
     * @param exporters the names of all configured exporters, also of those that did not start
     * @param grace how long acknowledged records stay, so that they can be replayed
     * @param journal journals a lifecycle event in the own epoch, and returns or throws once that is done; called by
     *     {@link #look} only
     * @param complaints takes one line when something cannot be deleted
     */
    public Retention(
            Path root,
            Epoch own,
            Collection<String> exporters,
            SpaceLimits limits,
            Duration grace,
            Consumer<byte[]> journal,
            Consumer<String> complaints) {
        this(
                root,
                own,
                exporters,
                limits,
                grace,
                journal,
                complaints,
                Clock.systemUTC(),
                root.toFile()::getUsableSpace);
    }

    Retention(
            Path root,
            Epoch own,
            Collection<String> exporters,
            SpaceLimits limits,
            Duration grace,
            Consumer<byte[]> journal,
            Consumer<String> complaints,
            Clock clock,
            LongSupplier free) {
        this.root = root;
        this.own = own;
        this.exporters = List.copyOf(exporters);
        this.limits = limits;
        this.graceMillis = grace.toMillis();
        this.complaints = complaints;
        this.clock = clock;
        space = new Space(root, own.identity().epoch(), limits, free);
        dead = new DeadEpochs(root, own.identity(), this.exporters, journal);
    }

    /** Says that this process has locked and recovered a dead epoch to ship it: its files may go as they are acknowledged. */
    public synchronized void hold(Epoch locked) {
        held.put(locked.identity().epoch(), locked);
        Trimmed.reserve(locked.dir());
    }

    /** Says that it is about to give up the lock: nothing is touched any more when this returns. */
    public synchronized void release(Epoch locked) {
        held.remove(locked.identity().epoch());
    }

    /** What the last look decided; from any thread. */
    public SpaceState state() {
        return space.state();
    }

    /** The bytes used, as the last look found them. */
    public synchronized long used() {
        return space.used();
    }

    /**
     * To be called while journaling, as often as convenient: looks once so much was written that a bound may be near.
     *
     * @param bytes written since the last call, about
     * @param settled as for {@link #look}
     */
    public synchronized SpaceState journaled(long bytes, long settled) {
        sinceLook += bytes;
        return sinceLook < limits.lookEvery() ? space.state() : look(settled);
    }

    /**
     * Deletes what may go, and decides whether there is room; to be called every second, also after an append has failed.
     *
     * @param settled the sequence of the last entry of the own epoch whose bytes in the ring are freed: a recovery needs
     *     those behind it, to know that they are journaled
     */
    public synchronized SpaceState look(long settled) {
        sinceLook = 0;
        Set<Path> kept = new HashSet<>();
        try {
            if (!swept) {
                Trimmed.reserve(own.dir());
                DeadEpoch.sweep(root);
                swept = true;
            }
            dead.look(false, held.keySet());
            delete(AT_A_LOOK, settled, clock.millis() - graceMillis, kept);
            space.measure();
            relieve(settled, kept);
        } catch (IOException | RuntimeException e) {
            complaints.accept("cannot look after the space in " + root + ": " + e + "; tried again every second");
        }
        return space.settle();
    }

    /** Under pressure a few go at a look, so that it stays short; but none may be left while usage is refused. */
    private void relieve(long settled, Set<Path> kept) throws IOException {
        if (!space.isPressed()) {
            return;
        }
        dead.look(true, held.keySet());
        int gone = 1;
        for (int i = 0; gone > 0 && space.isPressed() && (i < AT_A_LOOK || isRefusing()); i++) {
            gone = delete(1, settled, Long.MAX_VALUE, kept);
            space.measure();
        }
    }

    private boolean isRefusing() {
        return space.isFull() || space.state() != SpaceState.OK;
    }

    /** Deletes the oldest, of those which have stayed untouched since then; answers how many were tried. */
    private int delete(int most, long settled, long notAfter, Set<Path> kept) {
        int count = 0;
        Deletable next = oldest(settled, notAfter, kept);
        while (next != null) {
            delete(next, kept);
            count++;
            next = count < most ? oldest(settled, notAfter, kept) : null;
        }
        return count;
    }

    private void delete(Deletable next, Set<Path> kept) {
        try {
            if (!next.delete()) {
                kept.add(next.path());
            }
        } catch (IOException | RuntimeException e) {
            kept.add(next.path());
            swept = false;
            if (Files.exists(next.path())) { // Else another JVM of the service was faster.
                complaints.accept("cannot delete " + next.path() + ", all of which is acknowledged: " + e
                        + "; tried again every second");
            }
        }
        space.forget(
                root.resolve("instances").relativize(next.path()).getName(0).toString());
    }

    private @Nullable Deletable oldest(long settled, long notAfter, Set<Path> kept) {
        List<Deletable> all = new ArrayList<>(dead.over());
        addTrim(all, own, settled, notAfter);
        for (Epoch epoch : held.values()) {
            addTrim(all, epoch, Long.MAX_VALUE, notAfter);
        }
        Deletable oldest = null;
        for (Deletable each : all) {
            boolean may = each.since() <= notAfter && !kept.contains(each.path());
            if (may && (oldest == null || each.since() < oldest.since())) {
                oldest = each;
            }
        }
        return oldest;
    }

    private void addTrim(List<Deletable> all, Epoch epoch, long settled, long notAfter) {
        try {
            Trim trim = Trim.of(epoch, exporters, settled, notAfter);
            if (trim != null) {
                all.add(trim);
            }
        } catch (IOException | RuntimeException e) {
            complaints.accept(
                    "cannot see what is acknowledged of " + epoch.dir() + ": " + e + "; nothing of it is deleted");
        }
    }
}
