package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.config;
import static io.meterweave.exporter.pubsub.Events.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.spi.ExportException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Service accounts sign for themselves; nothing of a key or a token is ever shown. */
@Timeout(60)
class IdentityTest {
    private static ServiceAccount account;

    @TempDir
    Path temp;

    private FakePubSub service;

    @BeforeAll
    static void makeKey() throws Exception {
        account = new ServiceAccount();
    }

    @BeforeEach
    void listen() throws Exception {
        service = new FakePubSub();
        service.guard = account::signed;
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private PubSubExporter exporter(Path key) {
        return new PubSubExporter(config("endpoint", service.endpoint(), "credentials.file", key.toString()));
    }

    private static String failure(PubSubExporter exporter) {
        try {
            exporter.export(events(1, 1));
        } catch (ExportException e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
        throw new AssertionError("accepted");
    }

    /** Whatever the key's {@code token_uri} is, nobody is asked for a token, and nothing is sent there. */
    @Test
    void aServiceAccountSignsItself() throws Exception {
        try (FakePubSub tokens = new FakePubSub()) {
            PubSubExporter exporter = exporter(account.write(temp.resolve("key.json"), tokens.endpoint() + "/token"));
            exporter.export(events(1, 3));
            exporter.export(events(4, 6));
            assertThat(service.messages()).hasSize(6);
            assertThat(tokens.received).isEmpty();
        }
    }

    @Test
    void aReplacedKeyIsTakenAfterTheOldOneWasNotAccepted() throws Exception {
        Path file = new ServiceAccount().write(temp.resolve("key.json"), "https://oauth2.googleapis.com/token");
        PubSubExporter exporter = exporter(file);
        assertThat(failure(exporter))
                .contains("it answers 401 UNAUTHENTICATED (see exporter.hub.credentials.file): ")
                .contains("credentials: Bearer ***");
        account.write(file, "https://oauth2.googleapis.com/token");
        exporter.export(events(1, 1));
        assertThat(service.messages()).hasSize(1);
    }

    @Test
    void whatTheServiceRepeatsIsMasked() throws Exception {
        PubSubExporter exporter = exporter(account.write(temp.resolve("key.json"), "https://oauth2/token"));
        for (int status : new int[] {200, 302, 400, 403, 404, 500}) {
            service.instead(exchange -> {
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                String token = authorization.substring(7);
                String body =
                        FakePubSub.error(status, "INVALID_ARGUMENT", "x".repeat(200) + token + " " + authorization);
                FakePubSub.answer(exchange, status, body, "Location", "https://elsewhere/" + token);
            });
            assertThat(failure(exporter)).contains(Integer.toString(status)).doesNotContain("eyJ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "{\"type\":\"authorized_user\"}", "{\"type\":\"service_account\"}", "\"x\""})
    void aFileThatHoldsNoKeyIsWaitedFor(String content) throws Exception {
        Path file = Files.writeString(temp.resolve("key.json"), content);
        assertThat(failure(exporter(file)))
                .contains(file + " holds no service account's key in JSON; see exporter.hub.credentials.file");
        assertThat(service.received).isEmpty();
    }

    @Test
    void aDamagedKeyIsNotShown() throws Exception {
        Path file = account.write(temp.resolve("key.json"), "https://oauth2.googleapis.com/token");
        String whole = Files.readString(file);
        for (String damaged : new String[] {
            whole.substring(0, 900), whole.replace("MII", "MI*"), whole.replace("BEGIN PRIVATE", "BEGIN")
        }) {
            Files.writeString(file, damaged);
            assertThat(failure(exporter(file)))
                    .contains(file.toString())
                    .doesNotContain(
                            account.secret().substring(10, 60), account.secret().substring(300, 340));
        }
        Files.delete(file);
        assertThat(failure(exporter(file))).contains(file + " does not exist");
        Files.createDirectory(file);
        assertThat(failure(exporter(file))).contains(file + " is no file");
    }

    @Test
    void anEmulatorIsSentNone() throws Exception {
        service.guard = String::isEmpty;
        Events.exporter(service.port()).export(events(1, 1));
        assertThat(service.messages()).hasSize(1);
    }

    @Test
    void theEnvironmentsFileComesBeforeTheWellKnownOne() throws Exception {
        Path home = Files.createDirectories(temp.resolve("home/.config/gcloud"));
        Path known = account.write(home.resolve("application_default_credentials.json"), "https://oauth2/token");
        TokenTransport transport = new TokenTransport(new HttpClients(config()));
        String user = temp.resolve("home").toString();
        assertThat(DefaultCredentials.find(Map.of(), user, transport).toString())
                .contains(ServiceAccount.EMAIL);
        assertThatThrownBy(() -> DefaultCredentials.find(
                        Map.of(
                                "GOOGLE_APPLICATION_CREDENTIALS",
                                temp.resolve("no").toString()),
                        user,
                        transport))
                .hasMessage(temp.resolve("no") + " does not exist");
        assertThatThrownBy(() -> DefaultCredentials.find(
                        Map.of(
                                "CLOUDSDK_CONFIG",
                                Files.writeString(temp.resolve("c"), "").toString(),
                                "GOOGLE_APPLICATION_CREDENTIALS",
                                temp.resolve("c").toString()),
                        user,
                        transport))
                .hasMessage(temp.resolve("c") + " holds no credentials of Google's in JSON");
        Files.delete(known);
        assertThat(DefaultCredentials.find(Map.of(), user, transport))
                .isInstanceOf(com.google.auth.oauth2.ComputeEngineCredentials.class);
    }
}
