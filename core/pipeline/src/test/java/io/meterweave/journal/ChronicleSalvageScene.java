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
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A journal of entries whose bytes follow from their sequence, and what power cuts and bad disks do to its files. */
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

    /** Makes a journal of the entries from 1 on, over as many hours as there are ends. */
    ChronicleSalvageScene fill(long... ends) {
        try (Journal journal = open()) {
            long from = 1;
            for (long end : ends) {
                append(journal, from, end);
                from = end + 1;
                clock.move(1);
            }
            clock.move(-1);
        }
        return this;
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

    /** All sequences, read forward and compared with what is read backward. */
    static List<Long> read(Journal journal) {
        List<Long> forward = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            for (ByteBuffer entry = reader.next(); entry != null; entry = reader.next()) {
                forward.add(sequence(entry));
            }
        }
        List<Long> backward = new ArrayList<>();
        journal.backward(entry -> entry != null && backward.add(0 + sequence(entry)));
        java.util.Collections.reverse(backward);
        assertThat(backward).isEqualTo(forward);
        return forward;
    }

    /** Reads it, appends the next entries, and reads it again. */
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
        assertThat(ChronicleSalvage.isSuspect(dir)).isFalse();
        return found;
    }

    static Map<Path, byte[]> snapshot(Path dir) throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(dir)) {
            for (Path file : list.toList()) {
                files.put(file, Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** Has each page that was written since the snapshot back at its old bytes, or not; files also not there, or short. */
    static int revert(Path dir, Map<Path, byte[]> forced, Random random) throws IOException {
        double share = random.nextInt(4) == 0 ? 0.05 : random.nextDouble();
        int reverted = 0;
        for (Map.Entry<Path, byte[]> file : snapshot(dir).entrySet()) {
            byte[] old = forced.getOrDefault(file.getKey(), new byte[0]);
            byte[] bytes = file.getValue();
            if (!forced.containsKey(file.getKey()) && random.nextInt(8) == 0) {
                Files.delete(file.getKey());
                continue;
            }
            for (int at = 0; at < bytes.length; at += PAGE) {
                int end = Math.min(at + PAGE, bytes.length);
                byte[] page = Arrays.copyOf(
                        Arrays.copyOfRange(old, Math.min(at, old.length), Math.min(end, old.length)), end - at);
                if (!Arrays.equals(bytes, at, end, page, 0, page.length) && random.nextDouble() < share) {
                    System.arraycopy(page, 0, bytes, at, page.length);
                    reverted++;
                }
            }
            int length =
                    random.nextInt(8) == 0 ? old.length + random.nextInt(bytes.length - old.length + 1) : bytes.length;
            Files.write(
                    file.getKey(),
                    Arrays.copyOf(bytes, length),
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        }
        return reverted;
    }
}
