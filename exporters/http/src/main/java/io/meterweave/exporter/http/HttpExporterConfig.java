package io.meterweave.exporter.http;

import io.meterweave.spi.ExporterSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP exporter's settings.
 *
 * @param url where events are posted to ({@code exporter.<name>.url}; required)
 * @param token sent as {@code Authorization: Bearer}, null for none ({@code token}, or {@code token.file})
 * @param headers further headers ({@code header.<Name>}, or {@code header.<Name>.file}), by name in any case
 * @param timeoutMillis for a whole request, from looking up the host to the answer's end ({@code timeout}; 30s)
 * @param connectMillis for its connection ({@code connect.timeout}; 10s)
 * @param batchEvents the most events in one request ({@code batch.events}; 500; up to 2000)
 * @param batchBytes the most bytes in one request before compression, unless a single event is larger ({@code
 *     batch.bytes}; 1MiB)
 * @param gzip whether requests are compressed ({@code gzip}; true)
 */
record HttpExporterConfig(
        HttpUrl url,
        @Nullable Secret token,
        Map<String, Secret> headers,
        long timeoutMillis,
        long connectMillis,
        int batchEvents,
        long batchBytes,
        boolean gzip) {
    private static final String HEADER = "header.";
    private static final String FILE = ".file";
    private static final Set<String> KEYS = Set.of(
            "type", "url", "token", "token.file", "timeout", "connect.timeout", "batch.events", "batch.bytes", "gzip");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** What the exporter itself says about a request. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    HttpExporterConfig {
        Map<String, Secret> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    static HttpExporterConfig of(ExporterSettings settings) {
        OptionReader read = new OptionReader(settings);
        HttpUrl url = url(read);
        Map<String, Secret> headers = headers(read);
        Secret token = token(read, headers);
        long timeout = read.millis("timeout", "30s", "100ms", "10m");
        long connect = read.millis("connect.timeout", "10s", "100ms", "10m");
        int events = read.number("batch.events", 500, 2_000);
        long bytes = read.size("batch.bytes", "1MiB", "1KiB", "16MiB");
        boolean gzip = read.flag("gzip", true);
        for (String option : new TreeSet<>(read.options().keySet())) {
            if (!KEYS.contains(option) && !option.startsWith(HEADER)) {
                read.wrong(
                        option,
                        "is no setting of type http; allowed are " + new TreeSet<>(KEYS) + ", header.<Name> and"
                                + " header.<Name>.file");
            }
        }
        if (url == null || read.anyWrong()) {
            throw read.fault();
        }
        return new HttpExporterConfig(url, token, headers, timeout, connect, events, bytes, gzip);
    }

    private static @Nullable HttpUrl url(OptionReader read) {
        String value = read.text("url");
        if (value == null) {
            read.wrong("url", "is missing: where are events to be sent? Allowed is a URL of http or https");
            return null;
        }
        HttpUrl url = HttpUrl.parse(value);
        if (value.contains("@")
                && (url == null || !url.username().isEmpty() || !url.password().isEmpty())) {
            // Not shown: it may hold a password.
            read.wrong("url", "names a user: allowed is a URL without one; use token, or header.Authorization");
        } else if (url == null || url.fragment() != null) {
            read.wrong("url", value.replaceFirst("\\?.*", "?..."), "a URL of http or https, without a fragment");
        }
        return url;
    }

    private static @Nullable Secret token(OptionReader read, Map<String, Secret> headers) {
        Secret token = secret(read, "token", "token.file");
        if (token != null && headers.containsKey("Authorization")) {
            read.wrong("header.Authorization", "is what the token is sent as: allowed is one of them");
        }
        return token;
    }

    private static Map<String, Secret> headers(OptionReader read) {
        Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String option : new TreeSet<>(read.options().keySet())) {
            if (!option.startsWith(HEADER)) {
                continue;
            }
            String name = option.substring(HEADER.length());
            boolean inFile = name.endsWith(FILE);
            name = inFile ? name.substring(0, name.length() - FILE.length()) : name;
            if (!HEADER_NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                read.wrong(option, "is no header that can be set: allowed are names as in HTTP, but " + sorted(OURS));
                continue;
            }
            Secret value = secret(read, inFile ? "" : option, inFile ? option : "");
            if (value != null && headers.put(name, value) != null) {
                read.wrong(option, "is given twice");
            }
        }
        return headers;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /** From one of two options, by value or by file; null where there is none, or where something is wrong with it. */
    private static @Nullable Secret secret(OptionReader read, String byValue, String byFile) {
        String value = read.text(byValue);
        String file = read.text(byFile);
        if (value != null && file != null) {
            read.wrong(byValue, "and " + byFile + " are both given: allowed is one of them");
        } else if (value != null && !Secret.canBeSent(value)) {
            read.wrong(byValue, "cannot be sent: allowed is " + Secret.ALLOWED);
        } else if (value != null) {
            return Secret.of(value);
        } else if (file != null) {
            try {
                if (!file.isEmpty()) {
                    return Secret.in(Path.of(file));
                }
            } catch (InvalidPathException e) {
                // Told below.
            }
            read.wrong(byFile, file, "the path of a file");
        }
        return null;
    }
}
