package io.meterweave.it.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Strikes a file at random places. */
record Strokes(Path file, Random random) {
    static final int PAGE = 4096;

    /** Behind the last byte between the two that is not zero. */
    int used(int from, int to) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int used = Math.min(to, bytes.length);
            while (used > from && bytes[used - 1] == 0) {
                used--;
            }
            return used;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void zeroPage(int from, int to) {
        int page = random.nextInt(from / PAGE + 1, to / PAGE);
        write((long) page * PAGE, new byte[PAGE]);
    }

    void flip(int bits, int from, int to) {
        for (int i = 0; i < bits; i++) {
            int at = random.nextInt(from, to);
            write(at, new byte[] {(byte) (read(at) ^ 1 << random.nextInt(8))});
        }
    }

    byte read(long at) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(at);
            return in.readByte();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(long at, byte[] bytes) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(at);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
