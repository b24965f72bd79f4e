package io.meterweave.exporter.pubsub;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes. A service account's key signs a token itself, as Google's own clients do it: nobody is asked for one, and
 * what the key says about where to ask ({@code token_uri}) does not matter. Other credentials ask for tokens, on the
 * thread that exports, once for each attempt; Google's library renews them when they are about to end.
 *
 * <p>What an endpoint for tokens says is not shown, but for the word that names its error: it may repeat what it was sent.
 */
final class Identity {
    private static final String SCOPE = "https://www.googleapis.com/auth/pubsub";
    private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"([a-z_]{1,40})\"");

    private final PubSubExporterConfig config;
    private final TokenTransport transport;
    private final Map<String, String> environment;
    private @Nullable GoogleCredentials credentials;

    Identity(PubSubExporterConfig config, TokenTransport transport, Map<String, String> environment) {
        this.config = config;
        this.transport = transport;
        this.environment = environment;
    }

    /**
     * The headers that say so; none to an emulator.
     *
     * @throws IOException where there are no credentials, or no token; without anything secret
     */
    Map<String, String> headers() throws IOException {
        if (config.anonymous()) {
            return Map.of();
        }
        GoogleCredentials known = credentials;
        if (known == null) {
            known = load();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        try {
            known.getRequestMetadata(config.url().uri())
                    .forEach((name, values) -> headers.put(name, String.join(",", values)));
        } catch (IOException | RuntimeException e) {
            forget();
            throw new IOException("no token: " + reason(e));
        }
        credentials = known;
        return headers;
    }

    /** Reads the credentials anew for the next request: these are not accepted, and may have been replaced. */
    void forget() {
        credentials = null;
    }

    private GoogleCredentials load() throws IOException {
        GoogleCredentials loaded = config.key() == null
                ? DefaultCredentials.find(environment, System.getProperty("user.home", ""), transport)
                : CredentialsFile.key(config.key(), transport);
        try {
            GoogleCredentials patient =
                    loaded.createWithCustomRetryStrategy(false).createScoped(SCOPE);
            return patient instanceof ServiceAccountCredentials account
                    ? account.createWithUseJwtAccessWithScope(true)
                    : patient;
        } catch (RuntimeException e) {
            throw new IOException(
                    "credentials that cannot be used here: " + loaded.getClass().getSimpleName());
        }
    }

    /**
     * What has failed below Google's library, whose own words, which may hold what was answered, are not shown; or what its
     * endpoint has answered.
     */
    private String reason(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                Matcher error = ERROR.matcher(String.valueOf(answer.getContent()));
                return "it answers " + answer.getStatusCode() + (error.find() ? " " + error.group(1) : "");
            }
            StackTraceElement[] trace = cause.getStackTrace();
            boolean ofGoogle = trace.length == 0 || trace[0].getClassName().startsWith("com.google.");
            if (!ofGoogle && !(cause instanceof ExecutionException)) {
                return cause.toString();
            }
        }
        int status = transport.lastStatus();
        return e.getClass().getSimpleName() + (status == 0 ? "" : " after an answer of " + status);
    }
}
