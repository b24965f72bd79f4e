package io.meterweave.exporter.http;

import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for tokens.
 *
 * @param url where ({@code token.url})
 * @param id the client's ({@code client.id})
 * @param secret the client's ({@code client.secret}, or {@code client.secret.file})
 */
record OAuthClient(HttpUrl url, String id, Secret secret) {
    static final List<String> KEYS = List.of("token.url", "client.id", "client.secret", "client.secret.file");
    static final String M3TER = "https://api.m3ter.com/oauth/token";

    /** Reads it; null where something is wrong, which is then told. */
    static @Nullable OAuthClient of(OptionReader read, Map<String, Secret> headers) {
        HttpUrl url = HttpExporterConfig.url(read, "token.url", read.options().getOrDefault("token.url", M3TER));
        String id = read.text("client.id");
        // What is before the first colon is the name, to who reads it.
        if (id == null || !Secret.canBeSent(id) || id.contains(":")) {
            read.wrong("client.id", "is missing or cannot be sent: allowed is " + Secret.ALLOWED + ", without a colon");
        }
        boolean given = read.text("client.secret") != null || read.text("client.secret.file") != null;
        Secret secret = CredentialOptions.secret(read, "client.secret", "client.secret.file");
        if (!given) {
            read.wrong("client.secret.file", "is missing: tokens are asked for with it");
        }
        if (headers.containsKey("Authorization")) {
            read.wrong("header.Authorization", "is what a token is asked for");
        }
        for (String option : List.of("token", "token.file")) {
            if (read.text(option) != null) {
                read.wrong(option, "is what a token is asked for: allowed are client.id and client.secret.file");
            }
        }
        return url == null || id == null || secret == null ? null : new OAuthClient(url, id, secret);
    }
}
