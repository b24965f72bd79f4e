package io.meterweave.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meterweave.plugin.SubjectSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    // printf %s abc | sha256sum
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    // printf %s def | sha256sum
    private static final String DEF = "cb8379ac2098aa165029e3938a51da0bcecfc008fd6795f401178647f96c5b34";

    @TempDir
    Path temp;

    private final List<String> said = new CopyOnWriteArrayList<>();

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    private Path file() {
        return temp.resolve("keys");
    }

    private KeyFile keys(String... lines) throws IOException {
        Files.write(file(), List.of(lines));
        KeyFile keys = new KeyFile(file().toFile());
        keys.begin(said::add);
        return keys;
    }

    private static String subject(KeyFile keys, String key) {
        return keys.subject(key(key));
    }

    @Test
    void aKeyIsWhoseTheFileSaysAndAnUnknownOneIsRefused() throws IOException {
        KeyFile keys = keys("# who pays", "", ABC + " acme", "\t" + DEF.toUpperCase(Locale.ROOT) + "\t Zoë & Co.  ");
        assertThat(said).isEmpty();
        assertThat(subject(keys, "abc")).isEqualTo("acme");
        assertThat(subject(keys, "def")).isEqualTo("Zoë & Co.");
        assertThat(subject(keys, "ABC")).isEqualTo(SubjectSource.REFUSED);
        assertThat(subject(keys, ABC)).isEqualTo(SubjectSource.REFUSED);
    }

    @Test
    void aFaultIsToldWithoutTheLineAndLeavesNothing() throws IOException {
        for (String line : List.of(
                "acme abc",
                ABC,
                ABC + "0 acme",
                ABC.substring(1) + " acme",
                DEF + " acme",
                ABC + " " + "a".repeat(257),
                ABC + " a\u0007b")) {
            said.clear();
            KeyFile keys = keys(DEF + " globex", "", line);
            assertThat(said)
                    .as(line)
                    .singleElement()
                    .asString()
                    .contains("line 3 ")
                    .doesNotContain("acme", ABC);
            assertThat(subject(keys, "def")).as(line).isEqualTo(SubjectSource.REFUSED);
        }
        said.clear();
        Files.write(file(), new byte[] {(byte) 0xff});
        new KeyFile(file().toFile()).begin(said::add);
        new KeyFile(new File(temp.toFile(), "missing")).begin(said::add);
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("is not UTF-8");
        assertThat(said.get(1)).contains("subject.api-keys.file=" + temp.resolve("missing"));
    }

    @Test
    void changesAreSeenAndAFaultyOneChangesNothing() throws IOException {
        KeyFile keys = keys(ABC + " acme");
        FileTime time = Files.getLastModifiedTime(file());
        assertThat(subject(keys, "abc")).isEqualTo("acme");
        // Of the same length, and as far as the file tells of the same time.
        Files.writeString(file(), ABC + " ecma\n");
        Files.setLastModifiedTime(file(), time);
        Awaitility.await().until(() -> subject(keys, "abc").equals("ecma"));
        Files.writeString(file(), ABC + " oops\n" + "no line\n");
        Awaitility.await().until(() -> !said.isEmpty());
        assertThat(said.get(0)).contains("line 2 ", "the keys that were read before stay");
        assertThat(subject(keys, "abc")).isEqualTo("ecma");
    }

    @Test
    void aSecretNamesKeysByTheirHmac() throws Exception {
        Path file = temp.resolve("secret");
        Files.writeString(file, "0123456789abcdef\n");
        KeySecret secret = new KeySecret(file.toFile());
        secret.begin();
        // printf %s abc | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(secret.subject(key("abc"))).isEqualTo("key:bcaa92843247bc258080d2824bddeba4");
        assertThat(secret.subject(key("abd"))).startsWith("key:").isNotEqualTo(secret.subject(key("abc")));
    }

    @Test
    void aSecretThatIsTooShortOrMissingIsAnError() throws Exception {
        Path file = temp.resolve("secret");
        assertThatThrownBy(() -> new KeySecret(file.toFile()).begin()).isInstanceOf(ConfigException.class);
        for (String secret : List.of("0123456789abcde\n", "a".repeat(4097))) {
            Files.writeString(file, secret);
            ConfigException e = catchThrowableOfType(ConfigException.class, () -> new KeySecret(file.toFile()).begin());
            assertThat(e.errors())
                    .containsExactly("subject.api-keys.secret.file=" + file + ": has "
                            + secret.strip().length() + " bytes; allowed are 16 to 4096");
        }
    }
}
