package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.config;
import static io.meterweave.exporter.pubsub.Events.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What depends on a JVM's trust store and environment: certificates, and the metadata server. */
@Timeout(120)
class SeparateJvmTest {
    private static final String TOKEN = "ya29.of-the-metadata-server";

    @TempDir
    Path temp;

    private FakePubSub metadata;

    @BeforeEach
    void listen() throws Exception {
        metadata = new FakePubSub();
    }

    @AfterEach
    void stop() {
        metadata.close();
    }

    /** What a JVM prints, all in all, that exports three events with these options and ends. */
    private String exported(Path trusted, String... options) throws IOException, InterruptedException {
        Path output = temp.resolve("output.txt");
        ProcessBuilder java = new ProcessBuilder(TlsKeys.java("java"));
        if (trusted != null) {
            java.command().add("-Djavax.net.ssl.trustStore=" + trusted);
            java.command().add("-Djavax.net.ssl.trustStorePassword=" + TlsKeys.PASSWORD);
        }
        String classPath = System.getProperty("java.class.path");
        java.command().addAll(List.of("-Duser.home=" + temp, "-cp", classPath, Exporting.class.getName()));
        java.command().addAll(List.of(options));
        Map<String, String> environment = java.environment();
        environment.keySet().removeIf(name -> name.matches("GOOGLE.*|CLOUDSDK.*|GCE.*|NO_GCE.*|APPDATA"));
        environment.put("GCE_METADATA_HOST", "127.0.0.1:" + metadata.port());
        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return Files.readString(output).strip();
    }

    /** It has to be asked right away: whether it is there is found out by that. */
    @Test
    void withoutAFileTheMetadataServerIsAskedForAToken() throws Exception {
        String token = "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";
        metadata.instead(404, "").instead(200, token, "Content-Type", "application/json");
        try (FakePubSub service = new FakePubSub()) {
            service.guard = ("Bearer " + TOKEN)::equals;
            assertThat(exported(null, "endpoint", service.endpoint()))
                    .matches(
                            "cannot publish to .*: no token: IOException after an answer of 404; see exporter.hub.credentials.file\naccepted");
            assertThat(service.messages()).hasSize(3);
        }
        assertThat(metadata.received)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("Metadata-Flavor", "Google"));
    }

    @Test
    void aTrustedCertificateIsSpokenToAndAKeyAsksNobody() throws Exception {
        Path keys = temp.resolve("keys.p12");
        ServiceAccount account = new ServiceAccount();
        Path key = account.write(temp.resolve("key.json"), metadata.endpoint());
        try (FakePubSub service = new FakePubSub(TlsKeys.server(keys))) {
            service.guard = account::signed;
            String[] options = {"endpoint", "https://127.0.0.1:" + service.port(), "credentials.file", key.toString()};
            assertThat(exported(keys, options)).isEqualTo("accepted");
            assertThat(service.messages()).hasSize(3);
            options[1] = "https://localhost:" + service.port();
            assertThat(exported(keys, options))
                    .contains("SSLPeerUnverifiedException")
                    .doesNotContain("accepted");
            options[1] = "https://127.0.0.1:" + service.port();
            assertThat(failure(options)).contains("SSLHandshakeException", "certification path");
            assertThat(service.messages()).hasSize(3);
        }
        assertThat(metadata.received).isEmpty();
    }

    private static String failure(String... options) {
        try {
            new PubSubExporter(config(options)).export(events(1, 3));
        } catch (ExportException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("accepted");
    }

    /** Exports three events, at most twice, says what became of it, and ends if nothing keeps the JVM alive. */
    static final class Exporting {
        private Exporting() {}

        public static void main(String[] options) {
            PubSubExporter exporter = new PubSubExporter(config(Arrays.copyOf(options, options.length)));
            for (int i = 0; i < 2; i++) {
                try {
                    exporter.export(events(1, 3));
                    System.out.println("accepted");
                    return;
                } catch (ExportException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
