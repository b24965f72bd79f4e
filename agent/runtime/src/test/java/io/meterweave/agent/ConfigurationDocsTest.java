package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.SealOptions;
import io.meterweave.journal.SpaceLimits;
import io.meterweave.ring.RingOptions;
import io.meterweave.spi.ExporterFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The documentation of the settings is what the settings say of themselves, and they say what is so. */
class ConfigurationDocsTest {
    private static final Path FILE = Path.of("../../docs/configuration.md");
    private static final String REGENERATE = "mvn test -pl agent/runtime -am -Dtest=ConfigurationDocsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";

    @Test
    void fileIsNotStale() throws IOException {
        String text = ConfigurationDocs.text();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, text);
        }
        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("docs/configuration.md is stale; make it anew: " + REGENERATE)
                .isEqualTo(text);
    }

    /** Else what is documented would be one default, and what is used another. */
    @Test
    void defaultsAreThoseOfTheRecords() throws ConfigException {
        AgentConfig config = AgentConfig.of(Map.of(), "host-a");

        assertThat(config.ring()).isEqualTo(RingOptions.DEFAULT);
        assertThat(config.durability()).isEqualTo(Durability.DEFAULT);
        assertThat(config.durability().seals()).isEqualTo(SealOptions.DEFAULT);
        assertThat(config.storage()).isEqualTo(Storage.DEFAULT);
        assertThat(config.storage().limits()).isEqualTo(SpaceLimits.DEFAULT);
    }

    @Test
    void defaultsAreAllowed() throws ConfigException {
        for (Setting setting : Setting.values()) {
            String shown = setting.shownDefault();
            if (shown.startsWith("`")) {
                Map<String, String> given = Map.of(setting.key(), shown.replace("`", ""));
                assertThat(AgentConfig.of(given, "host-a"))
                        .as(setting.key())
                        .isEqualTo(AgentConfig.of(Map.of(), "host-a"));
            }
        }
    }

    @Test
    void everySettingIsThereOnceAndSaysAll() {
        Set<String> keys = new HashSet<>();
        for (Setting setting : Setting.values()) {
            assertThat(keys.add(setting.key())).as(setting.key()).isTrue();
            assertThat(List.of(setting.shownDefault(), setting.allowed(), setting.meaning()))
                    .as(setting.key())
                    .noneMatch(String::isBlank);
        }
    }

    @Test
    void everyExporterOfTheAgentSaysItsSettings() {
        assertThat(ConfigurationDocs.factories())
                .isNotEmpty()
                .allSatisfy(factory ->
                        assertThat(factory.options()).as(factory.type()).isNotEmpty());
        assertThat(ConfigurationDocs.factories().stream().map(ExporterFactory::type))
                .contains("file");
    }
}
