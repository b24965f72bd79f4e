package io.meterweave.exporter.http;

import io.meterweave.spi.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Request;

/** What one request says about who sends it, and whatever must therefore not be shown of its answer. */
final class Credentials {
    /** A shorter value is no secret, and to mask it everywhere would make answers illegible. */
    private static final int SHORTEST = 4;

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();

    private Credentials() {}

    /** Nothing is said, and nothing is masked. */
    static final Credentials NONE = new Credentials();

    /**
     * Reads the values as they are now.
     *
     * @throws IOException where a file does not hold one; without the value
     */
    static Credentials read(HttpExporterConfig config) throws IOException {
        Secret token = config.token();
        return token == null ? with(new Credentials(), config) : bearer(token.read(), config);
    }

    /** A token, and the configured headers as they are now. */
    static Credentials bearer(String token, HttpExporterConfig config) throws IOException {
        Credentials made = new Credentials();
        made.headers.put("Authorization", "Bearer " + token);
        made.secrets.add(token);
        return with(made, config);
    }

    /** A client's id and secret, encoded; the secret by itself is not to be shown either. */
    static Credentials basic(String encoded, String secret) {
        Credentials made = new Credentials();
        made.headers.put("Authorization", "Basic " + encoded);
        made.secrets.add(encoded);
        made.secrets.add(secret);
        return made;
    }

    private static Credentials with(Credentials made, HttpExporterConfig config) throws IOException {
        for (Map.Entry<String, Secret> header : config.headers().entrySet()) {
            String value = header.getValue().read();
            made.headers.put(header.getKey(), value);
            // Of "Basic dXNlcjpwYXNz", the second word is the secret; a target may repeat it alone.
            for (String word : value.split(" ")) {
                if (word.length() >= SHORTEST) {
                    made.secrets.add(word);
                }
            }
        }
        // The longest first: another may be a part of it.
        made.secrets.sort(Comparator.comparingInt(String::length).reversed());
        return made;
    }

    void addTo(Request.Builder request) {
        headers.forEach(request::header);
    }

    /** A stranger's text as it may be shown: without what this request was signed with, bounded, on one line. */
    String shown(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***").replace(secret.replace("/", "\\/"), "***");
        }
        return RefusedException.bounded(masked.strip());
    }
}
