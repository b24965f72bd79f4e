package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that ask for tokens do so once for each attempt, in a bounded time, and never where it could be overheard. */
@Timeout(60)
class TokenEndpointTest {
    private static final String REFRESH = "1//r3fresh-t0ken";
    private static final String TOKEN = "ya29.t0ken-of-the-test";

    @TempDir
    Path temp;

    private FakePubSub tokens;

    @BeforeEach
    void listen() throws Exception {
        tokens = new FakePubSub();
    }

    @AfterEach
    void stop() {
        tokens.close();
    }

    /** With credentials of a user, which {@code gcloud} writes, and an endpoint for tokens of the test's. */
    private Identity identity(String tokenUri) throws IOException {
        Path file = write(REFRESH, tokenUri);
        PubSubExporterConfig config = config("timeout", "500ms");
        return new Identity(
                config,
                new TokenTransport(new HttpClients(config)),
                Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
    }

    private Path write(String refresh, String tokenUri) throws IOException {
        return Files.writeString(
                temp.resolve("user.json"),
                "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s3cr3t\",\"refresh_token\":\""
                        + refresh + "\",\"token_uri\":\"" + tokenUri + "\"}");
    }

    private void answersToken(int seconds) {
        tokens.instead(
                200,
                "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":" + seconds + ",\"token_type\":\"Bearer\"}",
                "Content-Type",
                "application/json; charset=utf-8");
    }

    private static void fails(Identity identity, String said) {
        assertThatThrownBy(identity::headers)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no token: " + said)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(REFRESH, "s3cr3t", TOKEN));
    }

    @Test
    void aTokenIsAskedForOnceAndUsedUntilItEnds() throws Exception {
        answersToken(3_599);
        Identity identity = identity(tokens.endpoint() + "/token");
        assertThat(identity.headers()).containsEntry("Authorization", "Bearer " + TOKEN);
        assertThat(identity.headers()).containsEntry("Authorization", "Bearer " + TOKEN);
        assertThat(tokens.received).singleElement().satisfies(request -> {
            assertThat(request.body()).contains("grant_type=refresh_token", "r3fresh");
            assertThat(request.headers())
                    .containsEntry("Accept-Encoding", "identity")
                    .containsEntry("Connection", "close");
        });
    }

    @Test
    void credentialsThatAreNotTakenAnyMoreAreReadAnew() throws Exception {
        answersToken(1);
        tokens.instead(400, "{\"error\":\"invalid_grant\"}", "Content-Type", "application/json");
        answersToken(1);
        Identity identity = identity(tokens.endpoint());
        identity.headers();
        write("rep1aced", tokens.endpoint());
        fails(identity, "it answers 400 invalid_grant");
        assertThat(identity.headers()).containsEntry("Authorization", "Bearer " + TOKEN);
        assertThat(tokens.received)
                .extracting(request -> request.body().contains("rep1aced"))
                .containsExactly(false, false, true);
    }

    @ParameterizedTest
    @CsvSource({
        "400, it answers 400 invalid_grant",
        "429, it answers 429 invalid_grant",
        "503, it answers 503 invalid_grant"
    })
    void whatItRefusesIsSaidInAWord(int status, String said) throws Exception {
        tokens.instead(
                status,
                "{\"error\": \"invalid_grant\",\"error_description\":\"no such: " + REFRESH + "\"}",
                "Content-Type",
                "application/json");
        fails(identity(tokens.endpoint()), said);
        assertThat(tokens.received).as("asked once").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{}", "{\"access_token\":7}", "{\"access_token\":\"ya29.t0ken-of-the-test\"}"})
    void whatIsNoTokenIsNotSent(String body) throws Exception {
        tokens.instead(200, body, "Content-Type", "application/json");
        fails(identity(tokens.endpoint()), "");
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (FakePubSub other = new FakePubSub()) {
            tokens.instead(307, "", "Location", other.endpoint());
            fails(identity(tokens.endpoint()), "it answers 307");
            assertThat(other.received).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToIt() throws Exception {
        tokens.instead(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[100_000]);
                }
            } catch (IOException e) {
                // It has had enough.
            }
        });
        fails(identity(tokens.endpoint()), "java.io.IOException: the answer has more than 65536 bytes");
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedFor() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawService silent = new RawService(connection -> over.await())) {
            assertThatThrownBy(identity("http://127.0.0.1:" + silent.port())::headers)
                    .hasMessageMatching("no token: java\\.(io|net)\\.[A-Za-z]+: (timeout|Read timed out)");
            over.countDown();
            silent.done();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://oauth2.example/token",
                "http://127.0.0.1.example/token",
                "http://localhost:1/token",
                "http://10.0.0.1/token",
                "http://169.254.169.253/token",
                "ftp://127.0.0.1/token",
            })
    void aTokenIsNotAskedForInClear(String uri) throws Exception {
        fails(identity(uri), "java.io.IOException: a token is asked for over https only");
    }
}
