package io.meterweave.cli.doctor;

import java.io.IOException;
import java.io.InputStream;

/** How much hostile input may cost: entries, and bytes that were unpacked. */
final class Budget {
    private static final int BUFFER = 64 * 1024;

    private final byte[] buffer = new byte[BUFFER];
    private long entries;
    private long bytes;

    /** Makes a budget of so many entries and so many unpacked bytes. */
    Budget(long entries, long bytes) {
        this.entries = entries;
        this.bytes = bytes;
    }

    /** It is used up; the message says so. */
    static final class ExceededException extends IOException {
        private static final long serialVersionUID = 1L;

        ExceededException(String message) {
            super(message);
        }
    }

    void entry() throws ExceededException {
        if (--entries < 0) {
            throw new ExceededException("too many entries; give fewer files at a time");
        }
    }

    /** Reads a stream to its end, for its length's sake. */
    void drain(InputStream in) throws IOException {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            take(read);
        }
    }

    /**
     * Reads all of a small entry.
     *
     * @throws IOException where there is more than {@code most}
     */
    byte[] read(InputStream in, int most) throws IOException {
        byte[] all = in.readNBytes(most + 1);
        take(all.length);
        if (all.length > most) {
            throw new IOException("an entry has more than " + most + " bytes");
        }
        return all;
    }

    private void take(long count) throws ExceededException {
        bytes -= count;
        if (bytes < 0) {
            throw new ExceededException("unpacks to more than is reasonable; the rest is not read");
        }
    }
}
