package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A journal of entries whose bytes follow from their sequence, and what power cuts do to its files. */
final class ChronicleSalvageScene {
    static final int PAGE = 4096;

    final Path dir;
    final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();

    ChronicleSalvageScene(Path dir) {
        this.dir = dir;
    }

    /** Mostly a few hundred bytes; each 97th goes over pages. */
    static ByteBuffer entry(long sequence) {
        int body = (int) (sequence % 97 == 0 ? 9_000 : sequence * 131 % 400);
        ByteBuffer entry = ByteBuffer.allocate(64 + body).order(ByteOrder.LITTLE_ENDIAN);
        JournalEntry.encodeHead(entry, sequence, RecordType.LIFECYCLE, false, 3, sequence * 8, sequence);
        for (int i = 0; i < body; i++) {
            entry.put((byte) (sequence + i));
        }
        return entry.flip();
    }

    Journal open() {
        return ChronicleEntries.open(dir, clock);
    }

    static void append(Journal journal, long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            journal.append(entry(sequence));
        }
    }

    /** Makes a journal of the entries from 1 on, one hour up to each of the ends. */
    ChronicleSalvageScene fill(long... ends) {
        try (Journal journal = open()) {
            long from = 1;
            for (long end : ends) {
                append(journal, from, end);
                from = end + 1;
                clock.move(1);
            }
        }
        return this;
    }

    /** The files, oldest first. */
    List<Path> files() {
        return ChronicleCycle.list(dir).stream().map(ChronicleCycle::path).toList();
    }

    /** Checks every byte; answers the sequence. */
    static long sequence(ByteBuffer entry) {
        try {
            long sequence = JournalEntry.decode(entry).sequence();
            assertThat(entry).isEqualTo(entry(sequence));
            return sequence;
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** All sequences, read forward; they must be the same backward. */
    static List<Long> read(Journal journal) {
        List<Long> forward = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            for (ByteBuffer entry = reader.next(); entry != null; entry = reader.next()) {
                forward.add(sequence(entry));
            }
        }
        List<Long> backward = new ArrayList<>();
        journal.backward(entry -> backward.add(entry == null ? ChronicleEntries.DAMAGED : sequence(entry)));
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(forward);
        return forward;
    }

    /** Reads it, appends to it, and reads it again; answers what it held. */
    List<Long> readAndAppend() {
        List<Long> found;
        try (Journal journal = open()) {
            found = read(journal);
            long last = found.isEmpty() ? 0 : found.get(found.size() - 1);
            append(journal, last + 1, last + 300);
            List<Long> all = new ArrayList<>(found);
            all.addAll(ChronicleEntries.numbers(last + 1, last + 301));
            assertThat(read(journal)).isEqualTo(all);
        }
        assertThat(ChronicleSalvage.isSuspect(dir, true)).isFalse();
        return found;
    }

    static Map<Path, byte[]> snapshot(Path dir) throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> list = Files.walk(dir)) {
            for (Path file : list.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** Leaves of what was written since the snapshot any of its pages, files and lengths. */
    void cutPower(Map<Path, byte[]> forced, Random random) throws IOException {
        double share = random.nextInt(4) == 0 ? 0.05 : random.nextDouble();
        for (Map.Entry<Path, byte[]> file : snapshot(dir).entrySet()) {
            byte[] old = forced.get(file.getKey());
            if (old == null && random.nextInt(8) == 0) {
                Files.delete(file.getKey());
                continue;
            }
            byte[] bytes = file.getValue();
            byte[] before = Arrays.copyOf(old == null ? new byte[0] : old, bytes.length);
            for (int at = 0; at < bytes.length; at += PAGE) {
                if (random.nextDouble() < share) {
                    System.arraycopy(before, at, bytes, at, Math.min(PAGE, bytes.length - at));
                }
            }
            int shortest = old == null ? 0 : old.length;
            boolean isShort = random.nextInt(8) == 0;
            int length = isShort ? shortest + random.nextInt(bytes.length - shortest + 1) : bytes.length;
            Files.write(file.getKey(), Arrays.copyOf(bytes, length));
        }
    }
}
