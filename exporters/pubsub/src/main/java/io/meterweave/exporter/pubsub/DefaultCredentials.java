package io.meterweave.exporter.pubsub;

import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application default credentials, looked for in the order that Google documents: the file that
 * {@code GOOGLE_APPLICATION_CREDENTIALS} names, the file that {@code gcloud auth application-default login} writes, the
 * metadata server.
 *
 * <p>Google's library can look for them itself, but remembers for the life of the JVM that there was no metadata server
 * when it asked first, and prints warnings. Here the server is asked for a token right away, in a bounded time, and again
 * whenever usage is sent again.
 */
final class DefaultCredentials {
    private DefaultCredentials() {}

    static GoogleCredentials find(Map<String, String> environment, String home, TokenTransport transport)
            throws IOException {
        String named = environment.get("GOOGLE_APPLICATION_CREDENTIALS");
        String config = environment.get("CLOUDSDK_CONFIG");
        try {
            if (named != null && !named.isEmpty()) {
                return CredentialsFile.any(Path.of(named), transport);
            }
            Path wellKnown =
                    wellKnown(config, environment.get("APPDATA"), home).resolve("application_default_credentials.json");
            if (Files.exists(wellKnown)) {
                return CredentialsFile.any(wellKnown, transport);
            }
        } catch (InvalidPathException e) {
            throw new IOException("GOOGLE_APPLICATION_CREDENTIALS or CLOUDSDK_CONFIG is no path", e);
        }
        return ComputeEngineCredentials.newBuilder()
                .setHttpTransportFactory(() -> transport)
                .build();
    }

    private static Path wellKnown(@Nullable String config, @Nullable String appData, String home) {
        if (config != null) {
            return Path.of(config);
        }
        return appData == null ? Path.of(home, ".config", "gcloud") : Path.of(appData, "gcloud");
    }
}
