package io.meterweave.exporter.file;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one epoch: {@code usage-<epoch>-<number>.jsonl}, the last of them open for appending.
 *
 * <p>The file itself says how far it got: at the first write, a torn last line (the JVM was killed while writing it) is
 * cut off, and the sequence of the last whole line is read. Events up to it are not written again, so that one epoch's
 * files hold each event once, whatever was acknowledged before the crash.
 */
final class EpochFile implements Closeable {
    private static final int TAIL = 4 << 20;
    private static final Pattern ID =
            Pattern.compile("\\{\"specversion\":\"1.0\",\"id\":\"([0-9a-f-]{36})\\.([0-9]{1,18})\"");

    private final FileExporterConfig config;
    private final String epoch;
    private final LongSupplier nanoTime;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(64 * 1024);
    private FileChannel channel;
    private int number;
    private long opened;
    private long lastSequence;

    EpochFile(FileExporterConfig config, String epoch, LongSupplier nanoTime) throws IOException {
        this.config = config;
        this.nanoTime = nanoTime;
        this.epoch = epoch;
        this.number = Math.max(1, lastNumber());
        Path path = path(number);
        if (Files.exists(path)) {
            lastSequence = repair(path);
            Path before = path(number - 1);
            if (lastSequence == 0 && Files.exists(before)) {
                lastSequence = repair(before);
            }
        }
        channel = open(path);
    }

    private Path path(int of) {
        return config.dir().resolve(String.format(Locale.ROOT, "usage-%s-%06d.jsonl", epoch, of));
    }

    private int lastNumber() throws IOException {
        Pattern name = Pattern.compile("usage-" + Pattern.quote(epoch) + "-([0-9]{6,9})\\.jsonl");
        try (Stream<Path> files = Files.list(config.dir())) {
            return files.map(f -> name.matcher(f.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(m -> Integer.parseInt(m.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    private FileChannel open(Path path) throws IOException {
        opened = nanoTime.getAsLong();
        FileChannel opening = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel directory = FileChannel.open(config.dir(), StandardOpenOption.READ)) {
            // Without this a power cut may forget the new file's name, and with it what was acknowledged.
            directory.force(true);
        }
        return opening;
    }

    /**
     * Cuts off a torn last line, and whatever comes from the first zero byte on: a power cut may bring back the end of
     * what was not forced, with a hole before it. Answers the sequence of the last whole line, 0 where there is none.
     */
    private long repair(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            int length = (int) Math.min(TAIL, file.length());
            byte[] tail = new byte[length];
            file.seek(file.length() - length);
            file.readFully(tail);
            int sound = 0;
            while (sound < length && tail[sound] != 0) {
                sound++;
            }
            int end = lastIndexOf(tail, sound);
            long last =
                    end < 0 && length < TAIL ? 0 : sequence(path, tail, lastIndexOf(tail, Math.max(0, end)) + 1, end);
            if (end + 1 < length) {
                file.setLength(file.length() - length + end + 1);
                file.getChannel().force(true);
            }
            return last;
        }
    }

    private long sequence(Path path, byte[] tail, int begin, int end) throws IOException {
        Matcher id = ID.matcher(new String(tail, begin, Math.max(0, end - begin), StandardCharsets.UTF_8));
        if (!id.lookingAt() || !id.group(1).equals(epoch)) {
            throw new IOException(path + " does not end in an event of its epoch: move it away to go on");
        }
        return Long.parseLong(id.group(2));
    }

    private static int lastIndexOf(byte[] bytes, int before) {
        int i = before - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    /** Adds an event to what {@link #flush} writes. */
    void add(long sequence, byte[] json) {
        if (sequence > lastSequence) {
            pending.writeBytes(json);
            pending.write('\n');
            lastSequence = sequence;
        }
    }

    /** Writes what was added and forces it to the storage device; then begins a new file where this one is done. */
    void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
        pending.reset();
        if (channel.size() >= config.rotateBytes()
                || (channel.size() > 0 && (nanoTime.getAsLong() - opened) / 1_000_000L >= config.rotateMillis())) {
            channel.close();
            number++;
            channel = open(path(number));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
