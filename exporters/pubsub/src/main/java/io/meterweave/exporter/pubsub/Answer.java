package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the service has answered, as far as it is read.
 *
 * @param status its HTTP status
 * @param messages how many ids of messages it holds; -1 where it is not what the service answers
 * @param code the service's own name of an error, such as {@code INVALID_ARGUMENT}; empty where something else has answered
 * @param text what it says of the error; a stranger's text
 * @param location where it wants the request to go instead; null where it does not say
 * @param retryAfterMillis for how long it wants to be left alone; 0 where it does not say
 */
record Answer(
        int status,
        int messages,
        String code,
        String text,
        @Nullable String location,
        long retryAfterMillis) {
    /** Four times what 1,000 ids take. */
    private static final int MOST_BYTES = 131_072;

    private static final long MOST_SECONDS = 300;

    /**
     * Reads an answer up to its end.
     *
     * @throws IOException where it ends before it is complete
     */
    static Answer read(Response response) throws IOException {
        byte[] bytes;
        try (InputStream in = response.body().byteStream()) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        String body = new String(bytes, UTF_8);
        JsonObject json = bytes.length > MOST_BYTES ? null : object(body);
        JsonObject error = json != null && json.get("error") instanceof JsonObject object ? object : null;
        return new Answer(
                response.code(),
                json == null ? -1 : messages(json.get("messageIds")),
                error == null ? "" : text(error.get("status")),
                error == null ? body : text(error.get("message")),
                response.header("Location"),
                retryAfterMillis(response.header(HttpClients.RETRY_AFTER)));
    }

    private static @Nullable JsonObject object(String body) {
        try (JsonReader reader = new JsonReader(new StringReader(body))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            return reader.peek() == JsonToken.END_DOCUMENT && element instanceof JsonObject object ? object : null;
        } catch (IOException | JsonParseException e) {
            return null;
        }
    }

    private static int messages(@Nullable JsonElement ids) {
        if (ids == null || !ids.isJsonArray()) {
            return -1;
        }
        for (JsonElement id : ids.getAsJsonArray()) {
            if (text(id).isEmpty()) {
                return -1;
            }
        }
        return ids.getAsJsonArray().size();
    }

    private static String text(@Nullable JsonElement element) {
        return element != null
                        && element.isJsonPrimitive()
                        && element.getAsJsonPrimitive().isString()
                ? element.getAsString()
                : "";
    }

    /** Seconds; a date, which Google's services do not answer, says nothing here. */
    private static long retryAfterMillis(@Nullable String value) {
        if (value == null || !value.strip().matches("[0-9]{1,9}")) {
            return 0;
        }
        return 1_000 * Math.min(MOST_SECONDS, Long.parseLong(value.strip()));
    }

    /** Whether the service has taken each of so many messages: it gives an id to each. */
    boolean accepts(int sent) {
        return status == 200 && messages == sent;
    }

    /**
     * Whether the service itself says that it will never take these messages as they are. Its other answers of 400 are
     * about what can be mended elsewhere, billing or a key's access; and a proxy knows nothing of messages, except that
     * there are too many bytes of them.
     */
    boolean refuses() {
        return status == 413 || (status == 400 && code.equals("INVALID_ARGUMENT"));
    }
}
