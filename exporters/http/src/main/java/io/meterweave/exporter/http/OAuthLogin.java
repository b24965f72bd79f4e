package io.meterweave.exporter.http;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import io.meterweave.spi.ExportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of OAuth 2.0's client credentials: one is asked for with the client's id and secret, used until a minute before
 * it expires, and given up as soon as the target does not know it.
 */
final class OAuthLogin implements Login {
    private static final Envelope FORM =
            new Envelope(MediaType.get("application/x-www-form-urlencoded"), "grant_type=client_credentials", "");

    private static final long MARGIN_SECONDS = 60;
    private static final long MOST_SECONDS = 86_400;

    private final HttpExporterConfig config;
    private final OAuthClient client;
    private final HttpTarget issuer;
    private @Nullable String token;
    private boolean fresh;
    private long until;

    OAuthLogin(HttpExporterConfig config, OAuthClient client, HttpTarget issuer) {
        this.config = config;
        this.client = client;
        this.issuer = issuer;
    }

    @Override
    public Credentials credentials() throws ExportException {
        try {
            String known = token;
            fresh = known == null || System.nanoTime() - until >= 0;
            if (known == null || fresh) {
                known = ask();
                token = known;
            }
            return Credentials.bearer(known, config);
        } catch (IOException e) {
            throw issuer.failure(e);
        }
    }

    @Override
    public boolean rejected() {
        token = null;
        return !fresh;
    }

    private String ask() throws IOException, ExportException {
        String secret = client.secret().read();
        byte[] pair = (client.id() + ":" + secret).getBytes(StandardCharsets.UTF_8);
        Credentials basic = Credentials.basic(Base64.getEncoder().encodeToString(pair), secret);
        Answer answer = issuer.post(BatchBody.of(FORM, List.of(), false), false, basic);
        if (!answer.accepts()) {
            // Nothing that it says refuses events. A rate limit or a fault passes; all else is for the user to mend.
            String reason = "it answers " + answer.status() + (answer.explains() ? ": " + answer.text() : "");
            String change = switch (answer.status()) {
                case 400, 401, 403 -> "client.id, " + client.secret().option();
                case 408, 425, 429 -> "";
                default -> answer.status() < 500 ? "token.url" : "";
            };
            throw issuer.failure(basic, new Verdict.Failed(reason, change), answer.retryAfterMillis());
        }
        try {
            JsonObject said = Json.parse(answer.text()).asObject();
            String given = said.getString("access_token", "");
            long seconds = said.getLong("expires_in", 0);
            if (Secret.canBeSent(given)) {
                until = System.nanoTime()
                        + 1_000_000_000L * Math.max(0, Math.min(MOST_SECONDS, seconds) - MARGIN_SECONDS);
                return given;
            }
        } catch (RuntimeException e) {
            // Is no JSON of that form: told without it, for it may hold a token.
        }
        throw issuer.failure(basic, new Verdict.Failed("its answer holds no access_token", "token.url"), 0);
    }

    @Override
    public void close() {
        issuer.close();
    }
}
