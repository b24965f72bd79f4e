package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings: each is documented, what is wrong is named, and what is secret is not. */
interface SettingsClauses extends ExporterUnderTest {
    @Test
    default void eachSettingIsDocumentedOnce() throws Exception {
        assertThat(factory().type()).matches("[a-z][a-z0-9-]*");
        assertThat(factory().options())
                .isNotEmpty()
                .allSatisfy(option -> {
                    assertThat(option.key()).isNotBlank().isNotEqualTo("type");
                    assertThat(option.allowed()).as(option.key()).isNotBlank();
                    assertThat(option.meaning()).as(option.key()).isNotBlank();
                })
                .extracting(ExporterOption::key)
                .doesNotHaveDuplicates();
        try (ContractTarget target = target()) {
            assertThat(target.options().keySet()).as("documented").allMatch(this::isDocumented);
        }
    }

    private boolean isDocumented(String key) {
        return factory().options().stream()
                .map(option -> option.key().replaceAll("[.]", "[.]").replaceAll("<[^>]*>", ".+"))
                .anyMatch(key::matches);
    }

    @Test
    default void whatIsWrongIsNamed() throws Exception {
        try (ContractTarget target = target()) {
            assertThat(target.wrongOptions()).isNotEmpty();
            target.wrongOptions()
                    .forEach((key, value) -> assertThat(refusal(target, key, value))
                            .contains("exporter." + Trial.NAME + "." + key, value)
                            .containsPattern("[aA]llowed"));
            assertThat(refusal(target, "no-such-setting", "7"))
                    .contains("exporter." + Trial.NAME + ".no-such-setting")
                    .containsPattern("[aA]llowed");
        }
    }

    private String refusal(ContractTarget target, String key, String value) {
        ExporterSettings settings = Trial.settings(this, target, Map.of(key, value));
        try (Overheard heard = new Overheard()) {
            Throwable thrown = Trial.thrownBy(() -> factory().create(settings).close());
            assertThat(thrown).as(key + "=" + value).isExactlyInstanceOf(IllegalArgumentException.class);
            heard.add(thrown);
            heard.assertWithout(target.secrets());
            String message = String.valueOf(thrown == null ? null : thrown.getMessage());
            assertThat(message).as("one line").matches("\\P{Cntrl}*");
            return message;
        }
    }
}
