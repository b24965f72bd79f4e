package io.meterweave.exporter.http;

import io.meterweave.spi.ExporterSettings;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP exporter's settings.
 *
 * @param prefix of their keys, as messages name them
 * @param dialect what is sent, and what the answers mean ({@code dialect}; {@code cloudevents})
 * @param client whom a token is asked for; null where the dialect knows no such thing
 * @param url where events are posted to ({@code exporter.<name>.url}; required)
 * @param token sent as {@code Authorization: Bearer}, null for none ({@code token}, or {@code token.file})
 * @param headers further headers ({@code header.<Name>}, or {@code header.<Name>.file}), by name in any case
 * @param timeoutMillis for a whole request, from looking up the host to the answer's end ({@code timeout}; 30s)
 * @param connectMillis for its connection ({@code connect.timeout}; 10s)
 * @param batchEvents the most events in one request ({@code batch.events}; 500; up to 2000, or what the dialect takes)
 * @param batchBytes the most bytes in one request before compression, unless a single event is larger ({@code
 *     batch.bytes}; 1MiB, or what the dialect takes)
 * @param gzip whether requests are compressed ({@code gzip}; true where the dialect can)
 */
record HttpExporterConfig(
        String prefix,
        Dialect dialect,
        @Nullable OAuthClient client,
        HttpUrl url,
        @Nullable Secret token,
        Map<String, Secret> headers,
        long timeoutMillis,
        long connectMillis,
        int batchEvents,
        long batchBytes,
        boolean gzip) {
    private static final Set<String> KEYS = Set.of(
            "type",
            "dialect",
            "url",
            "token",
            "token.file",
            "timeout",
            "connect.timeout",
            "batch.events",
            "batch.bytes",
            "gzip");

    HttpExporterConfig {
        Map<String, Secret> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    static HttpExporterConfig of(ExporterSettings settings) {
        OptionReader read = new OptionReader(settings);
        DialectName name = DialectName.of(read);
        Dialect dialect = name.make(read);
        HttpUrl url = url(read, "url", read.text("url"));
        Map<String, Secret> headers = CredentialOptions.headers(read);
        Secret token = CredentialOptions.token(read, headers);
        OAuthClient client = name == DialectName.M3TER ? OAuthClient.of(read, headers) : null;
        long timeout = read.millis("timeout", "30s", "100ms", "10m");
        long connect = read.millis("connect.timeout", "10s", "100ms", "10m");
        int events = read.number("batch.events", Math.min(500, name.mostEvents()), name.mostEvents());
        long bytes = read.size("batch.bytes", name.usualBytes(), "1KiB", name.mostBytes());
        boolean gzip = read.flag("gzip", name.compresses());
        if (gzip && !name.compresses()) {
            read.wrong("gzip", "true", "false: the dialect's target takes no compressed requests");
        }
        Set<String> keys = new TreeSet<>(KEYS);
        keys.addAll(name.keys());
        for (String option : new TreeSet<>(read.options().keySet())) {
            if (!keys.contains(option) && !option.startsWith(CredentialOptions.HEADER)) {
                read.wrong(
                        option,
                        "is no setting of type http" + name.shown() + "; allowed are " + keys
                                + ", header.<Name> and header.<Name>.file");
            }
        }
        if (url == null || read.anyWrong()) {
            throw read.fault();
        }
        return new HttpExporterConfig(
                read.prefix(), dialect, client, url, token, headers, timeout, connect, events, bytes, gzip);
    }

    static @Nullable HttpUrl url(OptionReader read, String option, @Nullable String value) {
        if (value == null) {
            read.wrong(option, "is missing: where are events to be sent? Allowed is a URL of http or https");
            return null;
        }
        HttpUrl url = HttpUrl.parse(value);
        if (value.contains("@")
                && (url == null || !url.username().isEmpty() || !url.password().isEmpty())) {
            // Not shown: it may hold a password.
            read.wrong(option, "names a user: allowed is a URL without one; use token, or header.Authorization");
        } else if (url == null || url.fragment() != null) {
            read.wrong(option, value.replaceFirst("\\?.*", "?..."), "a URL of http or https, without a fragment");
        }
        return url;
    }

    /** The target at a URL, and the option that gives it. */
    HttpTarget target(HttpUrl to, String option) {
        return new HttpTarget(to, prefix, option, timeoutMillis, connectMillis);
    }

    /** The options that say who sends, as they are given; {@code token} where none is. */
    String credentialOptions() {
        if (token != null) {
            return token.option();
        }
        return headers.isEmpty()
                ? "token"
                : headers.values().stream().map(Secret::option).collect(Collectors.joining(", "));
    }

    /** How requests to that target are signed. */
    Login login(HttpTarget target) {
        if (client != null) {
            return new OAuthLogin(this, client, target(client.url(), "token.url"));
        }
        return new StaticLogin(this, target);
    }
}
