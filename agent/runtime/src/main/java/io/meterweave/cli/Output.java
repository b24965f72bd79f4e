package io.meterweave.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output as bytes, buffered. Unlike a {@link PrintStream} it says why it failed: a reader that has left is no
 * fault, a full disk must not pass for one.
 */
final class Output extends OutputStream {
    private static final int SIZE = 64 * 1024;

    private final OutputStream target;
    private final boolean pipe;
    private final boolean terminal;
    private final byte[] buffer = new byte[SIZE];
    private int used;

    private Output(OutputStream target, boolean pipe, boolean terminal) {
        this.target = target;
        this.pipe = pipe;
        this.terminal = terminal;
    }

    /** The process's own standard output. */
    static Output standard() {
        return new Output(
                new FileOutputStream(FileDescriptor.out),
                FileDescriptors.isPipe(FileDescriptors.OUT),
                FileDescriptors.isTerminal(FileDescriptors.OUT));
    }

    /** Any stream, taken for neither a pipe nor a terminal. */
    static Output to(OutputStream target) {
        return new Output(target, false, false);
    }

    /** Whether a person looks at it. */
    boolean isTerminal() {
        return terminal;
    }

    /** Writes a text as UTF-8. */
    void text(String text) throws OutputException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(byte[] bytes) throws OutputException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(int b) throws OutputException {
        if (used == SIZE) {
            pass();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws OutputException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == SIZE) {
                pass();
            }
            int part = Math.min(left, SIZE - used);
            System.arraycopy(bytes, from, buffer, used, part);
            used += part;
            from += part;
            left -= part;
        }
    }

    @Override
    public void flush() throws OutputException {
        pass();
        try {
            target.flush();
            check();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void pass() throws OutputException {
        int length = used;
        used = 0;
        try {
            target.write(buffer, 0, length);
            check();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void check() throws IOException {
        if (target instanceof PrintStream stream && stream.checkError()) {
            throw new IOException("a write failed");
        }
    }

    /** The system's message may be in another language; a write to a pipe fails for this reason only. */
    private OutputException failed(IOException e) {
        return new OutputException(pipe || "Broken pipe".equals(e.getMessage()), e);
    }
}
