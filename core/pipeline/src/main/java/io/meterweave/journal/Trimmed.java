package io.meterweave.journal;

import io.meterweave.ring.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far an epoch's journal was deleted once delivered. Stands in the instance directory's file {@code trimmed}, on the
 * device before the first byte goes: what is missing up to there is no loss.
 *
 * @param sequence the last deleted sequence; 0 where nothing was deleted
 * @param manifestSha256 the SHA-256 of the line, with its line feed, of the last manifest at or below it; 64 zeros for
 *     none
 */
public record Trimmed(long sequence, String manifestSha256) {
    /** Stands for no manifest. */
    public static final String NO_MANIFEST = "0".repeat(64);

    /** What is said where nothing was deleted. */
    public static final Trimmed NOTHING = new Trimmed(0, NO_MANIFEST);

    private static final String FILE = "trimmed";
    private static final String MAKING = "trimmed.tmp";
    private static final int MAX_LINE = 84;
    private static final Pattern LINE = Pattern.compile("(0|[1-9][0-9]{0,17}) ([0-9a-f]{64})\n");

    /**
     * Reads an instance directory's.
     *
     * @throws JournalException where the file is there and says something else
     */
    public static Trimmed read(Path instanceDir) {
        Path file = instanceDir.resolve(FILE);
        try {
            Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.UTF_8));
            if (!line.matches()) {
                throw new JournalException(file + " was not written by this version of Meterweave: restore it from a"
                        + " backup, or remove it to have the deleted beginning reported as missing");
            }
            return new Trimmed(Long.parseLong(line.group(1)), line.group(2));
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (IOException e) {
            throw new JournalException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * Takes its place on the disk now: once that is full, what makes room must not need room. Where it is full already,
     * {@link #write} will say so.
     */
    static void reserve(Path instanceDir) {
        Path making = instanceDir.resolve(MAKING);
        try {
            PrivateFiles.create(making.toFile());
            Files.write(making, new byte[MAX_LINE]);
        } catch (IOException e) {
            // Tried again after the next deletion.
        }
    }

    /** Writes and forces an instance directory's; a crash leaves the old one or this. */
    public void write(Path instanceDir) throws IOException {
        Path making = instanceDir.resolve(MAKING);
        PrivateFiles.create(making.toFile());
        try (RandomAccessFile file = new RandomAccessFile(making.toFile(), "rw")) {
            byte[] line = (sequence + " " + manifestSha256 + "\n").getBytes(StandardCharsets.US_ASCII);
            file.write(line); // Over what is reserved: cutting that first would give it back.
            file.setLength(line.length);
            file.getFD().sync();
        }
        Files.move(making, instanceDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        if (ChronicleSpace.isPosix(instanceDir)) {
            try (FileChannel directory = FileChannel.open(instanceDir, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
