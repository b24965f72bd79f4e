package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The oldest file of an epoch's journal, where all exporters are past it.
 *
 * <p>Past it is one whose cursor stands in a later file: one that stands at this file's very end would not find its place
 * again. So the newest file stays, and with it an entry from which a recovery counts on. Before the file goes, the device
 * holds what says so: the cursors, the file in which the lowest stands, and {@link Trimmed}.
 *
 * @param epoch whose lock this process holds
 * @param exporters the configured ones
 * @param file the oldest one
 * @param since when it was last written
 * @param lastSequence of its last entry
 * @param cursorFile the file in which the lowest cursor stands
 */
record Trim(
        Epoch epoch,
        Collection<String> exporters,
        ChronicleCycle file,
        long since,
        long lastSequence,
        ChronicleCycle cursorFile)
        implements Deletable {
    private static final int PAST_ALL = ChronicleCycle.cycleOf(Long.MAX_VALUE);

    /**
     * Looks for it.
     *
     * @param settled the last sequence that no recovery needs
     * @param notAfter when it must have been written last
     */
    static @Nullable Trim of(Epoch epoch, Collection<String> exporters, long settled, long notAfter)
            throws IOException {
        List<ChronicleCycle> files = ChronicleCycle.list(epoch.journal());
        if (files.size() < 2) {
            return null;
        }
        ChronicleCycle oldest = files.get(0);
        long since = Files.getLastModifiedTime(oldest.path()).toMillis();
        if (since > notAfter) {
            return null;
        }
        Acknowledged lowest = Acknowledged.byAll(epoch, exporters);
        ChronicleCycle cursorFile = cursorFile(files, ChronicleCycle.cycleOf(lowest.position()));
        if (cursorFile == null) {
            return null;
        }
        long last = before(files);
        return last == 0 || last > lowest.sequence() || last > settled
                ? null
                : new Trim(epoch, exporters, oldest, since, last, cursorFile);
    }

    /** The later file in which a cursor stands; for one that is past all, the newest. */
    private static @Nullable ChronicleCycle cursorFile(List<ChronicleCycle> files, int cycle) {
        ChronicleCycle newest = files.get(files.size() - 1);
        for (ChronicleCycle later : files.subList(1, files.size())) {
            if (later.number() == cycle) {
                return later;
            }
        }
        return cycle == PAST_ALL ? newest : null;
    }

    /** The sequence before the first one behind the oldest file: sequences have no gaps, a damaged file may. */
    private static long before(List<ChronicleCycle> files) throws IOException {
        for (ChronicleCycle later : files.subList(1, files.size())) {
            long first = CycleScan.firstSequence(later.path());
            if (first > 0) {
                return first - 1;
            }
        }
        return 0;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public boolean delete() throws IOException {
        if (Trimmed.read(epoch.dir()).sequence() < lastSequence) {
            Trimmed tail = EpochTail.of(epoch, List.of(file));
            Acknowledged.force(epoch, exporters);
            Acknowledged.force(cursorFile.path());
            new Trimmed(lastSequence, tail.manifestSha256()).write(epoch.dir());
        }
        Files.delete(file.path());
        Trimmed.reserve(epoch.dir());
        return true;
    }
}
