package io.meterweave.it.cost.volume;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meterweave.it.Exported;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the exporter {@code file}, with its defaults; nobody receives them. */
final class FileTarget implements Target {
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":\"([0-9]+)\"");
    private static final int TAIL = 4096;

    private final Exported exported;

    /**
     * Reads nothing yet.
     *
     * @param dir the agent's {@code dir}
     */
    FileTarget(Path dir) {
        exported = new Exported(dir);
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public List<String> settings() {
        return List.of("exporters=file");
    }

    /** The last sequence: they are written in order. */
    @Override
    public long arriving() throws IOException {
        List<Path> files = exported.files();
        for (int i = files.size() - 1; i >= 0; i--) {
            Matcher sequence = SEQUENCE.matcher(tail(files.get(i)));
            long last = 0;
            while (sequence.find()) {
                last = Long.parseLong(sequence.group(1));
            }
            if (last > 0) {
                return last;
            }
        }
        return 0;
    }

    private static String tail(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            byte[] bytes = new byte[(int) Math.min(TAIL, length)];
            in.seek(length - bytes.length);
            in.readFully(bytes);
            return new String(bytes, US_ASCII);
        }
    }

    @Override
    public Arrived arrived() throws IOException {
        EventTally tally = new EventTally();
        byte[] buffer = new byte[1 << 16];
        for (Path file : exported.files()) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    tally.add(buffer, count);
                }
            }
            tally.end();
        }
        return new Arrived(tally.usages(), tally.repeated(), tally.losses());
    }

    @Override
    public double cpuSeconds() {
        return 0;
    }

    @Override
    public void close() {}
}
