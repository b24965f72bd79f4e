package io.meterweave.exporter.http;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Posts events as a JSON array of CloudEvents; any 2xx acknowledges the request.
 *
 * <p>Each request has a connection of its own. On one that is used again, whatever a target or a proxy has sent too much
 * is taken for the answer to the next request: a second 200 would acknowledge events that never arrived.
 *
 * <p>The client does nothing on its own account: it repeats nothing, follows no redirect, and starts no thread to send
 * with. Messages about failures hold no cause, whose text could be the target's, and with it a credential.
 */
final class HttpExporter implements UsageExporter {
    private static final int LONGEST_REASON = 300;

    private final HttpExporterConfig config;
    private final String target;
    private @Nullable OkHttpClient client;

    HttpExporter(HttpExporterConfig config) {
        this.config = config;
        // A query may hold a key.
        this.target = config.url().newBuilder().query(null).build().toString();
    }

    @Override
    public int fitting(List<UsageEvent> batch) {
        int most = Math.min(batch.size(), config.batchEvents());
        long bytes = 1;
        int fitting = 0;
        while (fitting < most) {
            bytes += batch.get(fitting).json().length + 1L;
            if (bytes > config.batchBytes() && fitting > 0) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        List<UsageEvent> rest = batch;
        while (!rest.isEmpty()) {
            int fitting = fitting(rest);
            send(BatchBody.of(rest.subList(0, fitting), config.gzip()));
            rest = rest.subList(fitting, rest.size());
        }
    }

    private void send(BatchBody body) throws ExportException {
        Credentials credentials;
        try {
            credentials = Credentials.read(config);
        } catch (IOException e) {
            throw new ExportException("cannot send to " + target + ": " + e.getMessage(), null, 0);
        }
        Request.Builder request = new Request.Builder()
                .url(config.url())
                .header("Connection", "close")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "meterweave");
        credentials.addTo(request);
        if (config.gzip()) {
            request.header("Content-Encoding", "gzip");
        }
        Answer answer;
        try (Response response = client().newCall(request.post(body).build()).execute()) {
            answer = Answer.read(response);
        } catch (IOException | RuntimeException e) {
            // Not only what the client declares: a proxy selector is the application's code.
            throw failure(credentials, e.toString(), 0);
        }
        judge(answer, credentials, body);
    }

    private void judge(Answer answer, Credentials credentials, BatchBody body) throws ExportException {
        String answers = "it answers " + answer.status();
        if (answer.accepts()) {
            if (!body.written()) {
                throw failure(credentials, answers + " to a part of the request", 0);
            }
        } else if (answer.refuses()) {
            throw new RefusedException(credentials.shown("HTTP " + answer.status() + ": " + answer.text()));
        } else if (answer.redirects()) {
            String location = answer.location() == null ? "nowhere" : answer.location();
            throw failure(credentials, answers + ", a redirect to " + location + ", which is not followed: set url", 0);
        } else {
            throw failure(
                    credentials,
                    answer.explains() ? answers + ": " + answer.text() : answers,
                    answer.retryAfterMillis());
        }
    }

    private ExportException failure(Credentials credentials, String reason, long retryAfterMillis) {
        String shown = credentials.shown(reason);
        String bounded = shown.length() <= LONGEST_REASON ? shown : shown.substring(0, LONGEST_REASON) + "...";
        return new ExportException("cannot send to " + target + ": " + bounded, null, retryAfterMillis);
    }

    /** Made by the thread that sends, when there is something to send: it loads some hundreds of classes. */
    private OkHttpClient client() {
        OkHttpClient made = client;
        if (made == null) {
            made = new OkHttpClient.Builder()
                    .socketFactory(new PromptSockets())
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .connectionSpecs(
                            List.of(config.url().isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .addNetworkInterceptor(Answer::hideRetryAfter)
                    .connectTimeout(config.connectMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(config.timeoutMillis(), TimeUnit.MILLISECONDS)
                    .writeTimeout(config.timeoutMillis(), TimeUnit.MILLISECONDS)
                    .callTimeout(config.timeoutMillis(), TimeUnit.MILLISECONDS)
                    .build();
            client = made;
        }
        return made;
    }

    @Override
    public void close() {
        OkHttpClient made = client;
        if (made != null) {
            made.connectionPool().evictAll();
            client = null;
        }
    }
}
