package io.meterweave.exporter.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A producer's property that lies in a file. It is read whenever a producer is made, so that it can be replaced. */
final class SecretFile {
    /** Of a chain of certificates, as much as anybody has. */
    private static final int LONGEST = 65_536;

    private SecretFile() {}

    /**
     * The value now, without the white space around it.
     *
     * @throws IOException naming the file, where it cannot be read or holds nothing
     */
    static String read(Path file) throws IOException {
        // A pipe would be waited for.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || bytes.length > LONGEST) {
            throw new IOException(file + " must hold 1 to " + LONGEST + " bytes");
        }
        return text;
    }
}
