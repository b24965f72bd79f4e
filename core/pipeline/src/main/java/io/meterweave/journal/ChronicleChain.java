package io.meterweave.journal;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Walks the chain of documents of a dead journal's newest files, to find the damage that opening it does not: a hole that
 * the appender would write into, entries behind it, a header or an index that does not fit the entries.
 */
final class ChronicleChain {
    /** How far back it looks at least, by whole files, so that a file that has just been begun is not all. */
    private static final long NEWEST = 64 << 20;

    private final ChronicleRawFile file;
    private final ChronicleIndex index;
    private final boolean strict;
    private long entries;
    private long before;
    private long last;
    private long end;

    private ChronicleChain(ChronicleRawFile file, boolean strict) {
        this.file = file;
        this.strict = strict;
        index = new ChronicleIndex(file);
    }

    static boolean isBroken(Path dir, boolean strict) throws IOException {
        ChronicleFiles files;
        try {
            files = ChronicleFiles.check(dir);
        } catch (JournalException e) {
            return true;
        }
        List<ChronicleCycle> cycles = files.cycles();
        long walked = 0;
        for (int i = cycles.size() - 1; i >= 0 && walked < NEWEST; i--) {
            Path path = cycles.get(i).path();
            try (ChronicleRawFile file = new ChronicleRawFile(path)) {
                ChronicleChain chain = new ChronicleChain(file, strict);
                boolean newest = i == cycles.size() - 1;
                if (!ChronicleHeader.isSound(file)
                        || !chain.walk()
                        || !chain.is(ChronicleHeader.check(path))
                        || (!newest && !chain.isEnded())
                        || chain.isFollowed(path)) {
                    return true;
                }
                walked += chain.end;
            }
        }
        return false;
    }

    /** Goes to where nothing was written any more; answers whether all before is whole. */
    private boolean walk() throws IOException {
        while (true) {
            int word = file.word(end);
            if (word == 0 || (word & ChronicleRawFile.UNFINISHED) != 0) {
                index.add(entries, end);
                return index.isSound();
            }
            if ((word & ChronicleRawFile.META) != 0) {
                if (!index.add(end, word & ~ChronicleRawFile.META)) {
                    return false;
                }
            } else if (isWhole(end)) {
                index.add(entries++, end);
                before = last;
                last = end;
            } else {
                return false;
            }
            end = ChronicleRawFile.behind(end, word);
        }
    }

    private boolean isWhole(long at) throws IOException {
        int payload = file.payload(at);
        if (payload == 0 || !file.isWhole(at, payload)) {
            // Its length stands there twice.
            return payload != 0 && !strict;
        }
        try {
            return JournalEntry.decode(file.entry(at, payload)).sequence() > 0;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private boolean isEnded() throws IOException {
        return file.word(end) == ChronicleRawFile.ENDED;
    }

    /** Whether the header tells of the last entry, or, where its writer died in between, of the one before. */
    private boolean is(ChronicleHeader header) {
        boolean isLast = header.writePosition() == last;
        return header.lastSequence() == entries - 1
                ? isLast
                : header.lastSequence() == entries - 2 && (isLast || header.writePosition() == before);
    }

    private boolean isFollowed(Path path) throws IOException {
        try (ChronicleScan scan = new ChronicleScan(path)) {
            scan.moveTo(end);
            return scan.next();
        }
    }
}
