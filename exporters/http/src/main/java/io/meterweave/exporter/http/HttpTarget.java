package io.meterweave.exporter.http;

import io.meterweave.spi.ExportException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one URL.
 *
 * <p>Each request has a connection of its own. On one that is used again, whatever a target or a proxy has sent too much
 * is taken for the answer to the next request: a second 200 would acknowledge events that never arrived.
 *
 * <p>The client does nothing on its own account: it repeats nothing, follows no redirect, and starts no thread to send
 * with. Messages about failures hold no cause, whose text could be the target's, and with it a credential.
 */
final class HttpTarget {
    private static final int LONGEST_REASON = 300;

    private final HttpUrl url;
    private final String shown;
    private final String prefix;
    private final String option;
    private final long timeoutMillis;
    private final long connectMillis;
    private volatile @Nullable OkHttpClient client;

    /**
     * Makes a target.
     *
     * @param prefix of the settings that a failure names
     * @param option that gives the URL
     */
    HttpTarget(HttpUrl url, String prefix, String option, long timeoutMillis, long connectMillis) {
        this.url = url;
        // A query may hold a key.
        this.shown = url.newBuilder().query(null).build().toString();
        this.prefix = prefix;
        this.option = option;
        this.timeoutMillis = timeoutMillis;
        this.connectMillis = connectMillis;
    }

    /**
     * Posts a body and reads the answer, whatever it is.
     *
     * @throws ExportException where there is none, or one that accepts what was not sent whole
     */
    Answer post(BatchBody body, boolean gzip, Credentials credentials) throws ExportException {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Connection", "close")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "meterweave");
        credentials.addTo(request);
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        Answer answer;
        try (Response response = client().newCall(request.post(body).build()).execute()) {
            answer = Answer.read(response);
        } catch (InterruptedIOException e) {
            throw failure(credentials, new Verdict.Failed(e.toString(), option + ", timeout"), 0);
        } catch (IOException e) {
            // Nobody there, or nobody who speaks HTTP, or TLS where it is meant to be.
            throw failure(credentials, new Verdict.Failed(e.toString(), option), 0);
        } catch (RuntimeException e) {
            // A proxy selector is the application's code.
            throw failure(credentials, new Verdict.Failed(e.toString(), ""), 0);
        }
        if (answer.accepts() && !body.written()) {
            throw failure(
                    credentials,
                    new Verdict.Failed("it answers " + answer.status() + " to a part of the request", ""),
                    0);
        }
        return answer;
    }

    ExportException failure(Credentials credentials, Verdict.Failed failed, long retryAfterMillis) {
        String reason = credentials.shown(failed.reason());
        String bounded = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
        String change = failed.change().isEmpty()
                ? ""
                : " (look at " + prefix + failed.change().replace(", ", ", " + prefix) + ")";
        return new ExportException("cannot send to " + shown + ": " + bounded + change, null, retryAfterMillis);
    }

    /** For where a credential cannot be had; the message begins with its option. */
    ExportException failure(IOException e) {
        return new ExportException("cannot send to " + shown + ": " + prefix + e.getMessage(), null, 0);
    }

    /** Made by the thread that sends, when there is something to send: it loads some hundreds of classes. */
    private OkHttpClient client() {
        OkHttpClient made = client;
        if (made == null) {
            made = new OkHttpClient.Builder()
                    .socketFactory(new PromptSockets())
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .connectionSpecs(List.of(url.isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .addNetworkInterceptor(Answer::hideRetryAfter)
                    .connectTimeout(connectMillis, TimeUnit.MILLISECONDS)
                    .readTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .writeTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .callTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .build();
            client = made;
        }
        return made;
    }

    /** Also while a request is under way: it fails then. */
    void close() {
        OkHttpClient made = client;
        if (made != null) {
            made.dispatcher().cancelAll();
            made.connectionPool().evictAll();
            client = null;
        }
    }
}
