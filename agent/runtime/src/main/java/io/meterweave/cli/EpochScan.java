package io.meterweave.cli;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalException;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads every event of every epoch under a directory, once: oldest epoch first, in the order of the sequences. Holds one
 * event at a time, and stays on the live epochs, so that {@link #read} can be called again for what has come since.
 */
final class EpochScan implements Closeable {
    private final Path root;
    private final Predicate<String> wanted;
    private final Findings findings;
    private final Map<String, EpochSource> following = new HashMap<>();
    private final Set<String> finished = new HashSet<>();

    /**
     * Makes a scan.
     *
     * @param root the directory that agents were given as {@code dir}
     * @param wanted which epochs are read
     * @param findings takes what is wrong with them
     */
    EpochScan(Path root, Predicate<String> wanted, Findings findings) {
        this.root = root;
        this.wanted = wanted;
        this.findings = findings;
    }

    /**
     * Reads what there is now and was not read before.
     *
     * @throws JournalException where the directory is not Meterweave's, or cannot be listed
     * @throws OutputException from the visitor
     */
    void read(EventVisitor visitor) throws OutputException {
        checkRights();
        for (Path dir : Epoch.directories(root)) {
            String id = dir.getFileName().toString();
            if (!wanted.test(id) || finished.contains(id)) {
                continue;
            }
            EpochSource source = following.get(id);
            if (source == null) {
                source = EpochSource.open(dir, findings);
            } else {
                source.checkLive();
            }
            if (source == null) {
                finished.add(id);
            } else {
                read(id, source, visitor);
            }
        }
    }

    /** Of what may not be entered one cannot even tell that it is there. */
    private void checkRights() {
        for (Path dir : List.of(root, root.resolve("instances"))) {
            if (Files.isDirectory(dir) && !(Files.isReadable(dir) && Files.isExecutable(dir))) {
                throw new JournalException(dir + " may not be read by this user; run this as its owner");
            }
        }
    }

    private void read(String id, EpochSource source, EventVisitor visitor) throws OutputException {
        following.put(id, source);
        source.read(visitor);
        if (!source.isLive()) {
            following.remove(id);
            finished.add(id);
            source.close();
        }
    }

    /** Whether any epoch was wanted. */
    boolean hasRead() {
        return !finished.isEmpty() || !following.isEmpty();
    }

    @Override
    public void close() {
        following.values().forEach(EpochSource::close);
        following.clear();
    }
}
