package io.meterweave.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One place in a request that may say who pays. */
public interface SubjectSource {
    /** In place of what is said, where that can be no subject. */
    String REFUSED = "";

    /** What it says of who pays, or {@link #REFUSED}; null where it says nothing. */
    @Nullable String said(Request request);

    /** Whom the server has authenticated. */
    record Principal() implements SubjectSource {
        @Override
        public @Nullable String said(Request request) {
            String name = request.principal();
            return name == null ? null : Objects.requireNonNullElse(HeaderText.whole(name), REFUSED);
        }
    }

    /**
     * A header, which is to be there once.
     *
     * @param name the header's
     */
    record Header(String name) implements SubjectSource {
        @Override
        public @Nullable String said(Request request) {
            List<String> values = request.header(name);
            return values == null || values.isEmpty()
                    ? null
                    : Objects.requireNonNullElse(HeaderText.only(values), REFUSED);
        }
    }

    /**
     * An entry of the W3C header {@code baggage}.
     *
     * @param key the entry's
     */
    record BaggageEntry(String key) implements SubjectSource {
        @Override
        public @Nullable String said(Request request) {
            List<String> values = request.header("baggage");
            return values == null || values.isEmpty() ? null : Baggage.value(values, key);
        }
    }

    /**
     * A header that holds an API key; {@code Authorization} holds one behind the scheme {@code Bearer}, and says nothing
     * with another scheme.
     *
     * @param header its name
     * @param keys whose it is
     */
    record ApiKey(String header, ApiKeys keys) implements SubjectSource {
        private static final int LONGEST = 4_096;
        private static final String SCHEME = "Bearer";

        @Override
        public @Nullable String said(Request request) {
            List<String> values = request.header(header);
            if (values == null || values.isEmpty()) {
                return null;
            }
            String key = HeaderText.trimmed(values.get(0));
            if (header.equalsIgnoreCase("Authorization") && values.size() == 1) {
                int end = key.indexOf(' ');
                if (end < 0 || !key.substring(0, end).equalsIgnoreCase(SCHEME)) {
                    return null;
                }
                key = HeaderText.trimmed(key.substring(end));
            }
            boolean fits = values.size() == 1 && !key.isEmpty() && key.length() <= LONGEST;
            return fits && HeaderText.isBytes(key) ? keys.subject(key.getBytes(ISO_8859_1)) : REFUSED;
        }
    }
}
