package io.meterweave.journal;

import io.meterweave.ring.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts a salvaged journal in a damaged one's place. Names tell how far it came, each rename is atomic and forced before
 * the next:
 *
 * <pre>
 *   0  journal                                        nothing done
 *   1  journal    journal.salvaging                   being written
 *   2  journal    journal.salvaged                    complete and forced
 *   3             journal.salvaged  journal.damaged   half done
 *   4  journal                      journal.damaged   done
 * </pre>
 *
 * <p>Killed in 1 or 2, it begins afresh: the damaged journal is still there, and may have been appended to meanwhile.
 * Killed in 3, it goes on: nobody can have appended, as the journal is not there, and opening does not make a new one
 * while {@code journal.salvaged} exists.
 */
final class ChronicleSwap {
    private final Path parent;
    private final Path journal;
    private final Path making;
    private final Path made;

    ChronicleSwap(Path journal) {
        this.journal = journal;
        parent = journal.resolveSibling("");
        making = sibling(".salvaging");
        made = sibling(".salvaged");
    }

    private Path sibling(String suffix) {
        return journal.resolveSibling(journal.getFileName() + suffix);
    }

    /** Whether a journal took the place of a damaged one. */
    static boolean wasDamaged(Path journal) {
        return Files.exists(new ChronicleSwap(journal).damaged(1));
    }

    /** Whether a salvage was begun and not finished. */
    boolean isUnfinished() {
        return Files.exists(making) || Files.exists(made);
    }

    /** Whether the journal has left its place, and the new one is not there yet. */
    boolean isHalfDone() {
        return Files.exists(made) && !Files.exists(journal);
    }

    /** Removes what another attempt left. */
    void clear() throws IOException {
        if (!Files.isDirectory(journal)) {
            throw new JournalException("No journal at " + journal + ": there is no such directory; check the path");
        }
        for (Path left : List.of(making, made)) {
            if (Files.exists(left)) {
                try (Stream<Path> parts = Files.walk(left)) {
                    for (Path part : parts.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(part);
                    }
                }
            }
        }
    }

    /** Where the new journal is to be written. */
    Path begin() throws IOException {
        PrivateFiles.directories(making);
        return making;
    }

    /** The new journal is written and closed. */
    void complete() throws IOException {
        // Again, as closing it has changed its files.
        try (Stream<Path> files = Files.list(making)) {
            for (Path file : files.toList()) {
                force(file, StandardOpenOption.WRITE);
            }
        }
        force(making, StandardOpenOption.READ);
        rename(making, made);
    }

    /** Puts it in its place. */
    void finish(ChronicleSalvage.Steps steps) throws IOException {
        if (Files.exists(journal)) {
            makePrivate();
            steps.reached("private");
            rename(journal, damaged(unused()));
            steps.reached("half done");
        }
        rename(made, journal);
        steps.reached("done");
    }

    private void makePrivate() throws IOException {
        if (!ChronicleSpace.isPosix(journal)) {
            return;
        }
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rwx------"));
    }

    private Path damaged(int number) {
        return sibling(".damaged" + (number == 1 ? "" : "." + number));
    }

    private int unused() {
        int number = 1;
        while (Files.exists(damaged(number))) {
            number++;
        }
        return number;
    }

    /** Where the last damaged journal went. */
    Path lastDamaged() {
        return damaged(unused() - 1);
    }

    private void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(parent, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel opened = FileChannel.open(path, how)) {
            opened.force(true);
        }
    }
}
