package io.meterweave.exporter.http;

import static io.meterweave.exporter.http.Events.events;
import static io.meterweave.exporter.http.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.spi.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials are sent, replaced while it runs, and never shown. */
@Timeout(60)
class CredentialsTest {
    private static final String TOKEN = "t0ken/with+signs==";
    private static final String KEY = "k3y-of-the-hub";

    @TempDir
    Path temp;

    private Target target;

    @BeforeEach
    void listen() throws Exception {
        target = new Target();
    }

    @AfterEach
    void stop() {
        target.close();
    }

    private String sent(int request, String header) {
        return target.received().get(request).header(header);
    }

    @Test
    void areSent() throws Exception {
        Path key = Files.writeString(temp.resolve("key"), "  " + KEY + "\n");
        exporter(target.url(), "token", TOKEN, "header.X-Tenant", "a b", "header.X-Key.file", key.toString())
                .export(events(1, 1));
        assertThat(sent(0, "Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(sent(0, "X-Tenant")).isEqualTo("a b");
        assertThat(sent(0, "X-Key")).isEqualTo(KEY);
    }

    @Test
    void aTokenInAFileIsReplacedWithoutARestart() throws Exception {
        Path file = Files.writeString(temp.resolve("token"), "wrong-token");
        target.next(401, "no such token: wrong-token");
        HttpExporter exporter = exporter(target.url(), "token.file", file.toString());
        assertThatThrownBy(() -> exporter.export(events(1, 1)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("it answers 401: no such token: ***");
        Files.writeString(file, TOKEN);
        exporter.export(events(1, 1));
        // As Kubernetes does it: the file is another one, and its time may be any.
        Path next = Files.writeString(temp.resolve("next"), TOKEN.replace('0', 'O'));
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        exporter.export(events(1, 1));
        assertThat(sent(0, "Authorization")).isEqualTo("Bearer wrong-token");
        assertThat(sent(1, "Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(sent(2, "Authorization")).isEqualTo("Bearer " + TOKEN.replace('0', 'O'));
    }

    @Test
    void aFileThatHoldsNoTokenIsWaitedFor() throws Exception {
        Path file = temp.resolve("token");
        HttpExporter exporter = exporter(target.url(), "token.file", file.toString());
        assertThatThrownBy(() -> exporter.export(events(1, 1)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(file + " does not exist");
        Files.createDirectory(file);
        assertThatThrownBy(() -> exporter.export(events(1, 1))).hasMessageContaining(file + " is no file");
        Files.delete(file);
        for (String bad : new String[] {"", " \n", KEY + "\n" + KEY, KEY + "\u0000", "x".repeat(8_193)}) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> exporter.export(events(1, 1)))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining(file + " must hold one line")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(KEY));
        }
        assertThat(target.received()).isEmpty();
        Files.writeString(file, TOKEN);
        exporter.export(events(1, 1));
        assertThat(target.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 413, 422, 429, 500})
    void whatATargetRepeatsIsMasked(int status) {
        String echo = "\"Bearer " + TOKEN + "\" " + TOKEN.replace("/", "\\/") + " key=" + KEY + " basic dXNlcjpwYXNz";
        target.next(status, echo, "Location", "https://elsewhere/?" + TOKEN + "&" + KEY);
        assertThatThrownBy(() -> exporter(
                                target.url(),
                                "token",
                                TOKEN,
                                "header.X-Key",
                                KEY,
                                "header.X-Other",
                                "Basic dXNlcjpwYXNz")
                        .export(events(1, 1)))
                .isInstanceOf(ExportException.class)
                .satisfies(e -> assertThat(everything(e))
                        .contains(Integer.toString(status))
                        .doesNotContain("with+signs", KEY, "dXNlcjpwYXNz"));
    }

    @Test
    void aTokenAtTheEndOfWhatIsKeptIsNotCutInHalf() {
        String answer = "x".repeat(950) + TOKEN.repeat(3_000);
        target.next(400, answer);
        assertThatThrownBy(() -> exporter(target.url(), "token", TOKEN).export(events(1, 1)))
                .satisfies(e -> assertThat(everything(e)).contains("xxx***").doesNotContain("t0ken"));
    }

    @Test
    void whatTheUrlAsksForIsNotShown() {
        target.next(500, "");
        String url = target.url().replace("meter=1", "key=" + KEY);
        assertThatThrownBy(() -> exporter(url).export(events(1, 1)))
                .satisfies(e -> assertThat(everything(e)).doesNotContain(KEY));
        target.close();
        assertThatThrownBy(() -> exporter(url).export(events(1, 1)))
                .satisfies(e -> assertThat(everything(e)).doesNotContain(KEY));
    }

    /** With all that a stack trace would show. */
    private static String everything(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
