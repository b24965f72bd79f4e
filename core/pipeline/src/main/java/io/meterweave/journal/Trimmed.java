package io.meterweave.journal;

import io.meterweave.ring.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * How much of an epoch's beginning was delivered to every exporter and deleted: the file {@code trimmed} of an instance
 * directory, one line {@code <sequence> <hash>}.
 *
 * @param sequence the last sequence of what was deleted; 0 where nothing was
 * @param manifestSha256 SHA-256, in hexadecimal, of the line and line feed of the last manifest at or below it;
 *     {@link #NO_MANIFEST} where there was none
 */
public record Trimmed(long sequence, String manifestSha256) {
    /** The hash where there is no manifest. */
    public static final String NO_MANIFEST = "0".repeat(64);

    private static final Pattern LINE = Pattern.compile("(0|[1-9][0-9]{0,18}) ([0-9a-f]{64})\n");

    /** Nothing was deleted. */
    public static final Trimmed NOTHING = new Trimmed(0, NO_MANIFEST);

    private static final String FILE = "trimmed";
    private static final int LONGEST = 19 + 1 + 64 + 1;

    /** Checks the form. */
    public Trimmed {
        if (sequence < 0 || !LINE.matcher(line(sequence, manifestSha256)).matches()) {
            throw new IllegalArgumentException("trimmed to " + sequence + " at " + manifestSha256);
        }
    }

    /**
     * Reads what an instance directory says.
     *
     * @return {@link #NOTHING} where it says nothing
     * @throws JournalException where the file cannot be read or has another content
     */
    public static Trimmed read(Path instanceDir) {
        Path file = instanceDir.resolve(FILE);
        try {
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LONGEST + 1);
            }
            Matcher line = LINE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
            if (!line.matches()) {
                throw damaged(file);
            }
            return new Trimmed(Long.parseLong(line.group(1)), line.group(2));
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (NumberFormatException e) {
            throw new JournalException(file + " names a sequence that is none; restore it from a backup", e);
        } catch (IOException e) {
            throw new JournalException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JournalException damaged(Path file) {
        return new JournalException(
                file + " is damaged: it is not one line of a sequence and a hash; restore it from a backup");
    }

    /**
     * Writes it, whole or not at all, and forces it to the storage device: to be called before anything is deleted.
     *
     * @throws IOException where the directory cannot be written; what it said before holds
     */
    public void write(Path instanceDir) throws IOException {
        Path making = instanceDir.resolve(FILE + ".new");
        Files.deleteIfExists(making);
        PrivateFiles.create(making.toFile());
        try (FileChannel channel = FileChannel.open(making, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(line(sequence, manifestSha256).getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(making, instanceDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(instanceDir, StandardOpenOption.READ)) {
            // Without this a power cut may bring the old one back.
            directory.force(true);
        }
    }

    private static String line(long sequence, String sha256) {
        return sequence + " " + sha256 + "\n";
    }
}
