package io.meterweave.journal;

import io.meterweave.record.JsonText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of an epoch that has nothing left to give: adopted, complete for every exporter, no dead letter.
 *
 * <p>First the event that it goes is journaled by an epoch that lives; then it is renamed, so that nobody takes what is
 * half deleted for an epoch; then it is deleted. A crash in between leaves either the whole, and the event is journaled
 * again, or a directory that {@link #sweep} deletes.
 *
 * @param path the instance directory
 * @param since when it was last written or marked complete
 * @param exporters the configured ones
 * @param journal journals the lifecycle event
 */
record DeadEpoch(Path path, long since, Collection<String> exporters, Consumer<byte[]> journal) implements Deletable {
    private static final String GONE = ".gone-";

    /** What a Meterweave writes into an instance directory. Anything else is somebody's, and stays. */
    private static final Pattern OURS =
            Pattern.compile("lock|instance\\.json|counters\\.(dat|damaged)|stat\\.dat|open\\.dat|adopted-by|synced"
                    + "|trimmed(\\.tmp)?|ring/[0-9]{4}\\.ring(\\.[a-z]+)*|journal(\\.damaged[.0-9-]*|\\.salvag(ing|ed))?/([0-9-]+F\\.cq4|metadata\\.cq4t|making\\.tmp)"
                    + "|cursors/[A-Za-z0-9_-]{1,32}(\\.complete)?");

    /** Whether the epoch may go. */
    static boolean isOver(Epoch epoch, Collection<String> exporters) throws IOException {
        if (exporters.isEmpty() || !epoch.isAdopted()) {
            return false; // Without an exporter usage stays for reports.
        }
        for (String exporter : exporters) {
            if (!epoch.isComplete(exporter)) {
                return false;
            }
        }
        Path deadLetters = epoch.dir().resolve("dead-letters");
        if (Files.notExists(deadLetters)) {
            return true;
        }
        try (DirectoryStream<Path> letters = Files.newDirectoryStream(deadLetters)) {
            return !letters.iterator().hasNext();
        }
    }

    /** When it was last written or marked; opening a journal writes to Chronicle's table, which does not count. */
    static long lastWritten(Epoch epoch, Collection<String> exporters) throws IOException {
        long last = 0;
        for (ChronicleCycle file : ChronicleCycle.list(epoch.journal())) {
            last = Math.max(last, Files.getLastModifiedTime(file.path()).toMillis());
        }
        for (String exporter : exporters) {
            last = Math.max(last, epoch.completeSince(exporter));
        }
        return last;
    }

    @Override
    public boolean delete() throws IOException {
        Epoch locked = Epoch.at(path).tryLock();
        if (locked == null) {
            return false; // Somebody reads it.
        }
        try (locked) {
            if (!isOver(locked, exporters)) {
                return false;
            }
            Trimmed tail = EpochTail.of(locked, ChronicleCycle.list(locked.journal()));
            journal.accept(new JsonText()
                    .open()
                    .put("event", "deleted")
                    .put("deleted_epoch", locked.identity().epoch())
                    .put("last_sequence", tail.sequence())
                    .put("last_manifest_sha256", tail.manifestSha256())
                    .close()
                    .bytes());
            Path gone = path.resolveSibling(GONE + path.getFileName());
            Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
            deleteOurs(gone);
        }
        return true;
    }

    /** Completes what a crash has left under a root. */
    static void sweep(Path root) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root.resolve("instances"), GONE + "*")) {
            for (Path gone : left) {
                if (EpochId.is(gone.getFileName().toString().substring(GONE.length()))) {
                    deleteOurs(gone);
                }
            }
        }
    }

    private static void deleteOurs(Path gone) throws IOException {
        List<Path> parts;
        try (Stream<Path> walk = Files.walk(gone)) {
            parts = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path part : parts) {
            boolean directory = Files.isDirectory(part) && !Files.isSymbolicLink(part);
            String name = gone.relativize(part).toString();
            if (directory ? isEmpty(part) : OURS.matcher(name).matches()) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            return !children.iterator().hasNext();
        }
    }
}
