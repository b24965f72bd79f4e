package io.meterweave.exporter.http;

import static io.meterweave.exporter.http.Events.array;
import static io.meterweave.exporter.http.Events.events;
import static io.meterweave.exporter.http.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.spi.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target is spoken to only if the JVM trusts its certificate, and the certificate is its own. */
@Timeout(120)
class TlsTest {
    @TempDir
    Path temp;

    private Path keys;
    private Target target;

    @BeforeEach
    void listen() throws Exception {
        keys = temp.resolve("keys.p12");
        target = new Target(TlsServer.create(keys));
    }

    @AfterEach
    void stop() {
        target.close();
    }

    /** What a JVM that trusts the certificate prints, all in all. */
    private String exported(String host) throws Exception {
        Path output = temp.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + keys,
                        "-Djavax.net.ssl.trustStorePassword=" + TlsServer.PASSWORD,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exporting.class.getName(),
                        "https://" + host + ":" + target.port() + "/events")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return Files.readString(output).strip();
    }

    @Test
    void anUntrustedCertificateIsRefused() {
        assertThatThrownBy(() -> exporter("https://127.0.0.1:" + target.port() + "/events", "token", "s3cr3t")
                        .export(events(1, 3)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("SSLHandshakeException")
                .hasMessageContaining("certification path")
                .hasMessageEndingWith("(look at exporter.hub.url)");
        assertThat(target.received()).isEmpty();
    }

    @Test
    void aTrustedOneIsNotAndNothingElseIsPrinted() throws Exception {
        assertThat(exported("127.0.0.1")).isEqualTo("accepted");
        assertThat(target.received()).singleElement().satisfies(request -> {
            assertThat(request.body()).isEqualTo(array(1, 3));
            assertThat(request.header("Authorization")).isEqualTo("Bearer s3cr3t");
        });
    }

    @Test
    void anotherHostsCertificateIsRefused() throws Exception {
        assertThat(exported("localhost"))
                .startsWith("cannot send to https://localhost:")
                .contains("SSLPeerUnverifiedException");
        assertThat(target.received()).isEmpty();
    }

    /** {@code Exporting <url>}: exports three events, says what became of it, and ends if nothing keeps the JVM alive. */
    static final class Exporting {
        private Exporting() {}

        public static void main(String[] args) {
            try {
                exporter(args[0], "token", "s3cr3t").export(events(1, 3));
                System.out.println("accepted");
            } catch (ExportException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
