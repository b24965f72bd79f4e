package io.meterweave.ring;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The process that is killed: offers numbered records from as many threads as there are writers, and reports each on
 * the pipe after the offer has returned; drains a part of them, and reports what is about to be freed.
 */
final class RingOffering {
    static final int WRITERS = 8;
    static final RingOptions OPTIONS = new RingOptions(4, 64 * 1024, 1_000_000_000);

    /** What a pipe takes in one piece. */
    private static final int ATOMIC = 4096;

    private RingOffering() {}

    public static void main(String[] args) throws IOException {
        // The negative control: it reports records which no file holds.
        boolean keep = !args[1].equals("heap");
        MappedRing ring = MappedRing.create(new File(args[0]), OPTIONS);
        FileOutputStream reports = new FileOutputStream(FileDescriptor.out);
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            Thread thread = new Thread(() -> offer(ring, keep, writer, reports));
            thread.setDaemon(true);
            thread.start();
        }
        BufferedOutputStream taken = new BufferedOutputStream(reports, ATOMIC);
        while (args[1].equals("undrained")) {
            ring.await(1_000_000);
        }
        while (true) {
            ring.drain(
                    50,
                    (stripe, position, record) -> {
                        long[] who = Numbered.check(record);
                        send(taken, 'T', who[0], who[1]);
                    },
                    () -> flush(taken));
            ring.await(1_000_000);
        }
    }

    private static void offer(MappedRing ring, boolean keep, int writer, FileOutputStream reports) {
        RingWriter mine = new RingWriter();
        for (long n = 0; ; n++) {
            byte[] record = Numbered.record(writer, n, Numbered.LEAST + (int) ((n * 131 + writer * 17) % 400));
            if (!keep || ring.offer(mine, record, record.length)) {
                send(reports, 'A', writer, n);
            } else {
                n--;
            }
        }
    }

    private static void send(OutputStream out, char what, long writer, long number) {
        byte[] report = new byte[16];

        ByteBuffer.wrap(report).putInt(what).putInt((int) writer).putLong(number);
        try {
            out.write(report);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void flush(OutputStream out) {
        try {
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
