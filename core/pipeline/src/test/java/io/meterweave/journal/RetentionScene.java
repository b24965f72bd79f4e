package io.meterweave.journal;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordType;
import io.meterweave.ship.MovedCursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** One life: an epoch with a journal in small files that are as old as the simulated clock says, and its acknowledgements. */
final class RetentionScene implements Closeable {
    static final int ROLL = 256 << 10;

    final Epoch epoch;
    final ChronicleEntries.Hours clock;
    final ChronicleJournal journal;
    private final TreeMap<Long, String> manifests = new TreeMap<>();
    private final ByteBuffer entry = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    private final Set<Path> aged = new HashSet<>();
    private long sequence;

    RetentionScene(Path root, String service, ChronicleEntries.Hours clock) throws IOException {
        this.clock = clock;
        epoch = Epoch.create(root, service, "instance");
        journal = ChronicleJournal.open(epoch.journal(), new ChronicleOptions(64 << 10, ROLL, clock));
    }

    long sequence() {
        return sequence;
    }

    /** Journals so many entries of a kilobyte; each hundredth is a manifest. */
    RetentionScene append(int entries) throws IOException {
        for (int i = 0; i < entries; i++) {
            boolean seal = (sequence + 1) % 100 == 0;
            event(seal ? RecordType.MANIFEST : RecordType.LOSS, "{\"n\":\"" + "x".repeat(seal ? 500 : 990) + "\"}");
        }
        age();
        return this;
    }

    void event(RecordType type, String data) throws IOException {
        sequence++;
        JournalEntry.encodeHead(entry, sequence, type, false, JournalEntry.NO_STRIPE, 0, sequence);
        entry.put(data.getBytes(StandardCharsets.UTF_8)).flip();
        journal.append(entry);
        if (type == RecordType.MANIFEST) {
            manifests.put(sequence, sha256(entry.duplicate().position(0)));
        }
    }

    private String sha256(ByteBuffer bytes) {
        try {
            EpochIdentity identity = epoch.identity();
            byte[] line =
                    new CloudEventWriter(identity.epoch(), identity.source()).write(JournalEntry.decode(bytes), null);
            String text = new String(line, StandardCharsets.UTF_8) + "\n";
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What has been written since the last time was written now, by the simulated clock. */
    void age() throws IOException {
        List<Path> files = files();
        for (Path file : files) {
            if (!aged.contains(file)) {
                touch(List.of(file));
            }
        }
        aged.addAll(files.subList(0, files.size() - 1));
    }

    /** Makes some files as old as the clock says. */
    void touch(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(clock.millis()));
        }
    }

    /** The hash of the last manifest at or below a sequence. */
    String manifest(long upTo) {
        return manifests.headMap(upTo, true).isEmpty()
                ? Trimmed.NO_MANIFEST
                : manifests.headMap(upTo, true).lastEntry().getValue();
    }

    /** The files of the journal, oldest first. */
    List<Path> files() {
        return ChronicleCycle.list(epoch.journal()).stream()
                .map(ChronicleCycle::path)
                .toList();
    }

    /** The sequences in a file. */
    static List<Long> sequences(Path file) throws IOException {
        List<Long> sequences = new ArrayList<>();
        CycleScan.visit(file, (ordinal, each) -> sequences.add(each == null ? -1 : each.sequence()));
        return sequences;
    }

    /** Reads what an exporter has not acknowledged, at most so much, and acknowledges it; answers what that was. */
    List<Long> acknowledge(String exporter, int most) throws Exception {
        List<Long> read = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            reader.moveTo(MovedCursor.position(epoch.cursor(exporter)));
            ByteBuffer next = null;
            while (read.size() < most && (next = reader.next()) != null) {
                read.add(JournalEntry.decode(next).sequence());
            }
            if (!read.isEmpty()) {
                MovedCursor.move(epoch.cursor(exporter), reader.position(), read.get(read.size() - 1));
            }
        }
        return read;
    }

    /** Acknowledges up to a sequence. */
    void acknowledgeTo(String exporter, long upTo) throws Exception {
        try (JournalReader reader = journal.reader()) {
            for (ByteBuffer next = reader.next(); next != null; next = reader.next()) {
                if (JournalEntry.decode(next).sequence() == upTo) {
                    MovedCursor.move(epoch.cursor(exporter), reader.position(), upTo);
                    return;
                }
            }
        }
        throw new AssertionError("no entry " + upTo);
    }

    /** The JVM is gone; another has adopted it. */
    Path adopted() throws IOException {
        close();
        age();
        epoch.adoptedBy(EpochId.next());
        return epoch.dir();
    }

    /** Has an exporter mark everything as acknowledged, now. */
    void complete(String exporter) throws IOException {
        epoch.complete(exporter);
        Files.createFile(epoch.cursor(exporter));
        touch(List.of(epoch.cursor(exporter), epoch.cursor(exporter + ".complete")));
    }

    @Override
    public void close() throws IOException {
        journal.close();
        epoch.close();
    }
}
