package io.meterweave.exporter.http;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings whose values are sent and never shown. */
final class CredentialOptions {
    static final String HEADER = "header.";
    private static final String FILE = ".file";
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

    private CredentialOptions() {}

    static @Nullable Secret token(OptionReader read, Map<String, Secret> headers) {
        Secret token = secret(read, "token", "token.file");
        if (token != null && headers.containsKey("Authorization")) {
            read.wrong("header.Authorization", "is what the token is sent as: allowed is one of them");
        }
        return token;
    }

    static Map<String, Secret> headers(OptionReader read) {
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
    static @Nullable Secret secret(OptionReader read, String byValue, String byFile) {
        String value = read.text(byValue);
        String file = read.text(byFile);
        if (value != null && file != null) {
            read.wrong(byValue, "and " + byFile + " are both given: allowed is one of them");
        } else if (value != null && !Secret.canBeSent(value)) {
            read.wrong(byValue, "cannot be sent: allowed is " + Secret.ALLOWED);
        } else if (value != null) {
            return Secret.of(byValue, value);
        } else if (file != null) {
            try {
                if (!file.isEmpty()) {
                    return Secret.in(byFile, Path.of(file));
                }
            } catch (InvalidPathException e) {
                // Told below.
            }
            read.wrong(byFile, file, "the path of a file");
        }
        return null;
    }
}
