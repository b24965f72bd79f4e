package io.meterweave.journal;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What remains to be said of files that go: how far they reached, and the seal on them. */
final class EpochTail {
    private final CloudEventWriter lines;
    private long last;
    private String manifest = Trimmed.NO_MANIFEST;

    private EpochTail(EpochIdentity identity) {
        lines = new CloudEventWriter(identity.epoch(), identity.source());
    }

    /**
     * Reads them from the newest back, as far as the last manifest.
     *
     * @param files of the epoch's journal, oldest first
     */
    static Trimmed of(Epoch epoch, List<ChronicleCycle> files) throws IOException {
        Trimmed before = Trimmed.read(epoch.dir());
        long reached = before.sequence();
        for (int i = files.size() - 1; i >= 0; i--) {
            EpochTail tail = new EpochTail(epoch.identity());
            tail.scan(files.get(i).path());
            reached = Math.max(reached, tail.last);
            if (!tail.manifest.equals(Trimmed.NO_MANIFEST)) {
                return new Trimmed(reached, tail.manifest);
            }
        }
        return new Trimmed(reached, before.manifestSha256());
    }

    private void scan(Path file) throws IOException {
        JournalEntry[] sealed = new JournalEntry[1];
        CycleScan.visit(file, (ordinal, entry) -> {
            last = entry == null ? last + Math.min(last, 1) : entry.sequence();
            if (entry != null && entry.type() == RecordType.MANIFEST) {
                sealed[0] = entry;
            }
            return true;
        });
        if (sealed[0] != null) {
            manifest = sha256(lines.write(sealed[0], null));
        }
    }

    private static String sha256(byte[] line) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(line);
            return HexFormat.of().formatHex(digest.digest("\n".getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
