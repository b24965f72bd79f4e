package io.meterweave.exporter.pubsub;

import io.meterweave.spi.ExporterSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The Pub/Sub exporter's settings.
 *
 * @param prefix {@code exporter.<name>.}, for messages
 * @param url where messages are published, after {@code endpoint} or {@code emulator} and {@code topic}
 * @param anonymous whether no credentials are sent: to an emulator
 * @param key a service account's key ({@code credentials.file}); null for the application default credentials
 * @param structured whether a message's data are the whole event ({@code mode}; binary)
 * @param ordered whether the subject is the ordering key ({@code ordering}; none)
 * @param batchEvents the most events in one request ({@code batch.events}; 1000, which is the service's limit)
 * @param gzip whether requests are compressed ({@code gzip}; true)
 * @param timeoutMillis for a whole request ({@code timeout}; 30s)
 * @param connectMillis for its connection ({@code connect.timeout}; 10s)
 */
record PubSubExporterConfig(
        String prefix,
        HttpUrl url,
        boolean anonymous,
        @Nullable Path key,
        boolean structured,
        boolean ordered,
        int batchEvents,
        boolean gzip,
        long timeoutMillis,
        long connectMillis) {
    /** As the service's reference has them; a project may have a domain before it. */
    private static final Pattern TOPIC =
            Pattern.compile("projects/([a-z][a-z0-9.:-]{0,98})/topics/(?!goog)([A-Za-z][A-Za-z0-9._~+%-]{2,254})");

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):[0-9]{1,5}");

    static PubSubExporterConfig of(ExporterSettings settings) {
        Options read = new Options(settings);
        String emulator = read.text("emulator");
        HttpUrl endpoint = emulator == null ? endpoint(read) : emulator(read, emulator);
        HttpUrl url = topic(read, endpoint);
        Path key = key(read);
        boolean structured = read.second("mode", "binary", "structured");
        boolean ordered = read.second("ordering", "none", "subject");
        int events = read.number("batch.events", 1_000, 1_000);
        boolean gzip = !read.second("gzip", "true", "false");
        long timeout = read.millis("timeout", "30s");
        long connect = read.millis("connect.timeout", "10s");
        if (url == null || read.anyWrong()) {
            throw read.fault();
        }
        String prefix = "exporter." + settings.name() + ".";
        return new PubSubExporterConfig(
                prefix, url, emulator != null, key, structured, ordered, events, gzip, timeout, connect);
    }

    private static @Nullable HttpUrl endpoint(Options read) {
        String value = read.text("endpoint");
        HttpUrl url = HttpUrl.parse(value == null ? "https://pubsub.googleapis.com" : value);
        if (url != null && isBare(url) && (url.isHttps() || isThisMachine(url))) {
            return url;
        }
        // Not shown where it may hold a password.
        if (value != null && value.contains("@")) {
            read.wrong("endpoint", "names a user: allowed is a URL of https without one");
        } else {
            read.wrong(
                    "endpoint",
                    String.valueOf(value),
                    "a URL of https without a path, or of http to this machine's own address in digits: a token must not"
                            + " be readable on its way");
        }
        return null;
    }

    private static boolean isBare(HttpUrl url) {
        return url.equals(new HttpUrl.Builder()
                .scheme(url.scheme())
                .host(url.host())
                .port(url.port())
                .build());
    }

    /** Whether what is sent there does not leave this machine: no name, which others resolve. */
    static boolean isThisMachine(HttpUrl url) {
        return url.host().matches("127(\\.[0-9]{1,3}){3}") || url.host().equals("::1");
    }

    private static @Nullable HttpUrl emulator(Options read, String value) {
        for (String other : new String[] {"endpoint", "credentials.file"}) {
            if (read.text(other) != null) {
                read.wrong("emulator", "and " + other + " are both given: allowed is one of them");
            }
        }
        HttpUrl url = HOST_AND_PORT.matcher(value).matches() ? HttpUrl.parse("http://" + value) : null;
        if (url == null) {
            read.wrong("emulator", value, "host:port");
        }
        return url;
    }

    private static @Nullable HttpUrl topic(Options read, @Nullable HttpUrl endpoint) {
        String value = read.text("topic");
        Matcher topic = TOPIC.matcher(value == null ? "" : value);
        if (value == null) {
            read.wrong("topic", "is missing: allowed is projects/<project>/topics/<topic>");
        } else if (!topic.matches()) {
            read.wrong("topic", value, "projects/<project>/topics/<topic>, with names as Pub/Sub has them");
        } else if (endpoint != null) {
            return endpoint.newBuilder()
                    .addPathSegments("v1/projects/")
                    .addPathSegment(topic.group(1))
                    .addPathSegment("topics")
                    .addPathSegment(topic.group(2) + ":publish")
                    .build();
        }
        return null;
    }

    private static @Nullable Path key(Options read) {
        String value = read.text("credentials.file");
        try {
            if (value == null || !value.isEmpty()) {
                return value == null ? null : Path.of(value);
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        read.wrong("credentials.file", String.valueOf(value), "the path of a file");
        return null;
    }
}
