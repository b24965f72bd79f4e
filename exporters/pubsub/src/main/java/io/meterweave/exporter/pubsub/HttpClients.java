package io.meterweave.exporter.pubsub;

import java.io.IOException;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Clients that do nothing on their own account: they repeat nothing, follow no redirect (which could take a credential
 * elsewhere), start no thread to send with, and every call of theirs ends in a bounded time.
 */
final class HttpClients {
    /** Where an answer's {@code Retry-After} is found. */
    static final String RETRY_AFTER = "Meterweave-Retry-After";

    private final OkHttpClient encrypted;
    private final OkHttpClient plain;

    HttpClients(PubSubExporterConfig config) {
        OkHttpClient.Builder both = new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(HttpClients::hideRetryAfter)
                .connectTimeout(config.connectMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.timeoutMillis(), TimeUnit.MILLISECONDS)
                .writeTimeout(config.timeoutMillis(), TimeUnit.MILLISECONDS)
                .callTimeout(config.timeoutMillis(), TimeUnit.MILLISECONDS);
        encrypted = both.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).build();
        // What is sent in clear goes where it is meant to and nowhere else: a proxy could read it.
        plain = both.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                .proxy(Proxy.NO_PROXY)
                .build();
    }

    OkHttpClient client(boolean https) {
        return https ? encrypted : plain;
    }

    /**
     * Keeps the client from acting on the header itself: at 0 seconds it would send the request again, and it fails at a
     * number beyond its range.
     */
    private static Response hideRetryAfter(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String value = response.header("Retry-After");
        Response.Builder hidden =
                response.newBuilder().removeHeader("Retry-After").removeHeader(RETRY_AFTER);
        return value == null
                ? hidden.build()
                : hidden.header(RETRY_AFTER, value).build();
    }

    /** Ends the requests that are under way on other threads, too. */
    void close() {
        for (OkHttpClient each : List.of(encrypted, plain)) {
            each.dispatcher().cancelAll();
            each.connectionPool().evictAll();
        }
    }
}
