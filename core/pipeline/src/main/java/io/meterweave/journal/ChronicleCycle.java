package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

/**
 * One file of a journal. It is named like an hour, and its number is one, but what it says is only the order: a file ends
 * with its hour or when it is large enough, and the next one then has the next hour's name, however early that is.
 *
 * @param path where it is
 * @param number the cycle's number: hours since 1970, UTC, or more where files have rolled by their size
 */
record ChronicleCycle(Path path, int number) {
    /**
     * Hourly, or sooner by size: what is delivered is deleted by whole files, and both bound that lag. Of the
     * hourly cycles this has the smallest index that still finds any entry by scanning at most 255 others; 2^32 entries
     * a file.
     */
    static final RollCycle ROLL = RollCycles.FAST_HOURLY;

    static final String SUFFIX = ".cq4";
    private static final int SEQUENCE_BITS = 32;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd-HH'F'");

    static ChronicleCycle of(Path dir, int number) {
        Instant start = Instant.ofEpochSecond(number * 3600L);
        return new ChronicleCycle(dir.resolve(NAME.format(start.atOffset(ZoneOffset.UTC)) + SUFFIX), number);
    }

    /** The directory's files, oldest first. */
    static List<ChronicleCycle> list(Path dir) {
        if (!Files.isDirectory(dir)) {
            throw new JournalException("No journal at " + dir + ": there is no such directory; check the path");
        }
        List<ChronicleCycle> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*" + SUFFIX)) {
            for (Path file : files) {
                found.add(new ChronicleCycle(file, parse(file)));
            }
        } catch (IOException e) {
            throw new JournalException(
                    "Cannot list the journal's directory " + dir + ": " + e + "; check its rights", e);
        }
        found.sort(Comparator.comparingInt(ChronicleCycle::number));
        return found;
    }

    /** Like {@link #list}, without the files whose names are not the journal's. */
    static List<ChronicleCycle> listOwn(Path dir) throws IOException {
        List<ChronicleCycle> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    found.add(new ChronicleCycle(file, parse(file)));
                } catch (JournalException e) {
                    // Somebody else's.
                }
            }
        }
        found.sort(Comparator.comparingInt(ChronicleCycle::number));
        return found;
    }

    private static int parse(Path file) {
        String name = file.getFileName().toString();
        try {
            LocalDateTime start = LocalDateTime.parse(
                    name.substring(0, name.length() - SUFFIX.length()) + "00",
                    DateTimeFormatter.ofPattern("uuuuMMdd-HH'F'mm"));
            return Math.toIntExact(start.toEpochSecond(ZoneOffset.UTC) / 3600);
        } catch (DateTimeParseException e) {
            throw new JournalException(file + " is not a file of the journal: move it out of the directory", e);
        }
    }

    /** A position before the last so many entries, by what the files' headers count. */
    static long before(Path dir, long entries) {
        List<ChronicleCycle> files = list(dir);
        long left = entries;
        try {
            for (int i = files.size() - 1; i >= 0; i--) {
                long count = ChronicleHeader.lastSequence(files.get(i).path()) + 1;
                if (count > left) {
                    return ROLL.toIndex(files.get(i).number(), count - left);
                }
                left -= count;
            }
        } catch (IOException e) {
            throw new JournalException(
                    "Cannot read the journal's files in " + dir + ": " + e + "; check its rights", e);
        }
        return JournalReader.START;
    }

    static int cycleOf(long index) {
        return (int) (index >>> SEQUENCE_BITS);
    }

    static long sequenceOf(long index) {
        return index & ((1L << SEQUENCE_BITS) - 1);
    }
}
