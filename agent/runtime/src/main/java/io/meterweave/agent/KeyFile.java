package io.meterweave.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.plugin.ApiKeys;
import io.meterweave.plugin.SubjectSource;
import io.meterweave.record.Facts;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose API keys are, by a file that holds no key: a line is the 64 hex digits of a key's SHA-256, blanks, and who pays.
 * Empty lines and those that begin with {@code #} say nothing. Read when the agent starts, and from the first key on again
 * whenever it has changed, by a thread of its own. A file with a fault in it is told, by the number of the line and not by
 * what it says, and changes nothing.
 */
final class KeyFile implements ApiKeys {
    private static final long INTERVAL_MILLIS = 2_000;
    /** A file that was changed so shortly before it was read may have changed again with the same time. */
    private static final long SETTLED_MILLIS = 10_000;

    private static final int LARGEST = 16 << 20;
    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{64})[ \\t]+(\\S.*)");

    private final File file;
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile Map<String, String> names = Map.of();
    private Consumer<String> complaints = line -> {};
    private long modified;
    private long length = -1;
    private long readAt;

    KeyFile(File file) {
        this.file = file;
    }

    /**
     * Reads the file. Where it cannot be read keys are refused until it can.
     *
     * @param lines takes one line that says what is wrong
     */
    void begin(Consumer<String> lines) {
        complaints = lines;
        look();
    }

    @Override
    public String subject(byte[] key) {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            watch();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return names.getOrDefault(HexFormat.of().formatHex(hash), SubjectSource.REFUSED);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }

    private void watch() {
        try {
            Threads.daemon("meterweave-keys", this::run).start();
        } catch (OutOfMemoryError e) {
            complaints.accept("cannot start a thread: " + e + "; changes of " + file + " are not seen");
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            // Nobody of ours does that; whoever does has it end.
        }
    }

    private void look() {
        long nowModified = file.lastModified();
        long nowLength = file.length();
        if (nowModified == modified && nowLength == length && readAt - modified > SETTLED_MILLIS) {
            return;
        }
        modified = nowModified;
        length = nowLength;
        readAt = System.currentTimeMillis();
        try {
            names = read();
        } catch (IOException e) {
            complaints.accept(
                    Setting.SUBJECT_API_KEYS_FILE.key() + "=" + file + ": " + e.getMessage()
                            + "; the keys that were read before stay, others are refused, and it is read again when it changes");
        }
    }

    private Map<String, String> read() throws IOException {
        byte[] bytes;
        try (InputStream in = new FileInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("is larger than 16MiB");
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8", e);
        }
        Map<String, String> read = new HashMap<>();
        String[] lines = text.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                String fault = add(line, read);
                if (fault != null) {
                    throw new IOException("line " + (i + 1) + " " + fault);
                }
            }
        }
        return read;
    }

    /** What is wrong with a line; null where nothing is. */
    private static @Nullable String add(String line, Map<String, String> into) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return "is not a key's SHA-256 in 64 hex digits, a blank and a name";
        }
        String name = matcher.group(2);
        if (!Facts.fits(name) || name.chars().anyMatch(Character::isISOControl)) {
            return "has a name that is not 1 to 256 bytes without control characters";
        }
        boolean again = into.put(matcher.group(1).toLowerCase(Locale.ROOT), name) != null;
        return again ? "has a key that an earlier line has" : null;
    }
}
