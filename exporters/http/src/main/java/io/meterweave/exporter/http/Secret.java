package io.meterweave.exporter.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A value that is sent and never shown: given in the configuration, or in a file that is read anew for each request, so
 * that a credential can be replaced while the JVM runs.
 */
final class Secret {
    private static final int LONGEST = 8_192;

    private final String option;
    private final @Nullable String value;
    private final @Nullable Path file;

    private Secret(String option, @Nullable String value, @Nullable Path file) {
        this.option = option;
        this.value = value;
        this.file = file;
    }

    static Secret of(String option, String value) {
        return new Secret(option, value, null);
    }

    static Secret in(String option, Path file) {
        return new Secret(option, null, file);
    }

    /** The setting that gives it, without its prefix: what is to be changed where the value is wrong. */
    String option() {
        return option;
    }

    /**
     * The value now; a file's without the white space around it.
     *
     * @throws IOException naming the option and the file, where it cannot be read or its content cannot be sent
     */
    String read() throws IOException {
        Path from = file;
        if (from == null) {
            return String.valueOf(value);
        }
        String shown = option + "=" + from;
        String text = new String(bytes(from, shown), StandardCharsets.UTF_8).strip();
        if (!canBeSent(text)) {
            throw new IOException(shown + " must hold " + ALLOWED);
        }
        return text;
    }

    /** What {@link #canBeSent} asks for, in words. */
    static final String ALLOWED = "one line of 1 to " + LONGEST + " printable ASCII characters";

    /** Whether this can be a header's value: a line break would begin another header. */
    static boolean canBeSent(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static byte[] bytes(Path from, String shown) throws IOException {
        // A pipe would be waited for.
        if (Files.exists(from) && !Files.isRegularFile(from)) {
            throw new IOException(shown + " is no file");
        }
        try (InputStream in = Files.newInputStream(from)) {
            return in.readNBytes(2 * LONGEST);
        } catch (NoSuchFileException e) {
            throw new IOException(shown + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(shown + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    @Override
    public String toString() {
        return file == null ? "(not shown)" : "(in " + file + ")";
    }
}
