package io.meterweave.exporter.pubsub;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files with credentials. What is wrong with one is said without its content. */
final class CredentialsFile {
    private static final int LONGEST = 65_536;

    private CredentialsFile() {}

    /**
     * A service account's key.
     *
     * @throws IOException naming the file
     */
    static GoogleCredentials key(Path file, TokenTransport transport) throws IOException {
        InputStream in = open(file);
        try {
            return ServiceAccountCredentials.fromStream(in, () -> transport);
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + " holds no service account's key in JSON");
        }
    }

    /**
     * Credentials of any of Google's types. Whoever sets the environment chooses them, and where they ask for tokens.
     *
     * @throws IOException naming the file
     */
    @SuppressWarnings("deprecation") // The type is the operator's to choose, as with Google's own clients.
    static GoogleCredentials any(Path file, TokenTransport transport) throws IOException {
        InputStream in = open(file);
        try {
            return GoogleCredentials.fromStream(in, () -> transport);
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + " holds no credentials of Google's in JSON");
        }
    }

    private static InputStream open(Path file) throws IOException {
        // A pipe would be waited for.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new ByteArrayInputStream(in.readNBytes(LONGEST));
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
