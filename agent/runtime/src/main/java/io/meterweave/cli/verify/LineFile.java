package io.meterweave.cli.verify;

import java.io.IOException;
import java.io.InputStream;

/** Reads lines of any bytes and any length from a stream; of one that is too long for an event it keeps nothing. */
public final class LineFile {
    /** No event of ours is longer: a record's eight kilobytes, each escaped to six, and the envelope. */
    static final int LONGEST = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean ended;

    /** Reads from a stream, which the caller closes. */
    public LineFile(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next line.
     *
     * @return false where there is none
     */
    public boolean next() throws IOException {
        length = 0;
        ended = false;
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            keep(from, at - from);
            if (at < end) {
                at++;
                ended = true;
                return true;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private void keep(int from, int count) {
        if (length >= 0 && length + count <= LONGEST) {
            System.arraycopy(buffer, from, line, length, count);
            length += count;
        } else {
            length = -1;
        }
    }

    byte[] line() {
        return line;
    }

    /** Without its line feed; -1 where it is longer than any event. */
    int length() {
        return length;
    }

    /** Whether a line feed ended it. */
    boolean isEnded() {
        return ended;
    }
}
