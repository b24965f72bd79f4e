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

    /**
     * Reads the values as they are now.
     *
     * @throws IOException where a file does not hold one; without the value
     */
    static Credentials read(HttpExporterConfig config) throws IOException {
        Credentials read = new Credentials();
        Secret token = config.token();
        if (token != null) {
            String value = token.read();
            read.headers.put("Authorization", "Bearer " + value);
            read.secrets.add(value);
        }
        for (Map.Entry<String, Secret> header : config.headers().entrySet()) {
            String value = header.getValue().read();
            read.headers.put(header.getKey(), value);
            // Of "Basic dXNlcjpwYXNz", the second word is the secret; a target may repeat it alone.
            for (String word : value.split(" ")) {
                if (word.length() >= SHORTEST) {
                    read.secrets.add(word);
                }
            }
        }
        // The longest first: another may be a part of it.
        read.secrets.sort(Comparator.comparingInt(String::length).reversed());
        return read;
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
