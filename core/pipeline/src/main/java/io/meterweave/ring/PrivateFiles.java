package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and directories that only their owner may look into. */
public final class PrivateFiles {
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFiles() {}

    /** Makes a directory and its missing parents, 0700; one that is there is left as it is. */
    public static void directories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) { // Asked before: on a link to a directory, older JDKs fail.
            Files.createDirectories(directory, DIRECTORY);
        }
    }

    /** Makes an empty file, 0600; one that is there is left as it is. */
    public static void create(File file) throws IOException {
        try {
            Files.createFile(file.toPath(), FILE);
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier attempt, with the same permissions.
        }
    }

    /** Forces a file's bytes to the storage device, also those written through a mapping. */
    public static void force(File file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }
}
