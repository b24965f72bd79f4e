package io.meterweave.exporter.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a target has answered, as far as it is read.
 *
 * @param status its status
 * @param text the beginning of its body; a stranger's text
 * @param location where it wants the request to go instead, null where it does not say
 * @param retryAfterMillis for how long it wants to be left alone; 0 where it does not say
 */
record Answer(int status, String text, @Nullable String location, long retryAfterMillis) {
    /** More than the longest secret and what is kept of an answer: what is kept ends in no half of a secret. */
    private static final int MOST_BYTES = 16_384;

    private static final String RETRY_AFTER = "Retry-After";
    private static final String HIDDEN_RETRY_AFTER = "Meterweave-Retry-After";

    /**
     * Keeps the client from acting on the header itself: at 0 seconds it would send the request again, and it fails at a
     * number beyond its range.
     */
    static Response hideRetryAfter(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String value = response.header(RETRY_AFTER);
        Response.Builder hidden =
                response.newBuilder().removeHeader(RETRY_AFTER).removeHeader(HIDDEN_RETRY_AFTER);
        return value == null
                ? hidden.build()
                : hidden.header(HIDDEN_RETRY_AFTER, value).build();
    }

    /**
     * Reads an answer up to its end, or as much as is of interest.
     *
     * @throws IOException where it ends before it is complete
     */
    static Answer read(Response response) throws IOException {
        byte[] bytes;
        try (InputStream in = response.body().byteStream()) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        long retryAfter =
                RetryAfter.millis(response.header(HIDDEN_RETRY_AFTER), response.header("Date"), Instant.now());
        return new Answer(
                response.code(),
                new String(bytes, StandardCharsets.UTF_8),
                response.header("Location"),
                response.code() == 429 || response.code() == 503 ? retryAfter : 0);
    }

    boolean accepts() {
        return status >= 200 && status < 300;
    }

    /** Whether the target will never take these events as they are. Whatever can be mended elsewhere is none of these. */
    boolean refuses() {
        return status == 400 || status == 413 || status == 422;
    }

    boolean redirects() {
        return status >= 300 && status < 400;
    }

    /** Whether its text says what to mend: a server that is out of order says nothing of use, and always in other words. */
    boolean explains() {
        return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429 && !text.isBlank();
    }
}
