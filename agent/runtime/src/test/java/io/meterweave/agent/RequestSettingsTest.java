package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meterweave.plugin.ApiKeys;
import io.meterweave.plugin.SubjectSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RequestSettingsTest {
    private static RequestSettings of(String arguments) throws ConfigException {
        return of(arguments, Map.of());
    }

    private static RequestSettings of(String arguments, Map<String, String> environment) throws ConfigException {
        return AgentConfig.of(ConfigSources.gather(arguments, new Properties(), environment), "host-a")
                .requests();
    }

    private static List<String> errors(String arguments) {
        return catchThrowableOfType(ConfigException.class, () -> of(arguments)).errors();
    }

    @Test
    void requestsSayWhoPaysWhereThatIsSet() throws Exception {
        assertThat(of("").rule().asks()).isFalse();
        RequestSettings settings = of("subject.from=principal,header:X-Tenant,baggage:tenant.id,api-key:X-Key,"
                + "subject.api-keys.file=keys,attributes.from=request_id:X-Request-Id");
        ApiKeys keys = settings.keys();
        assertThat(keys).isInstanceOf(KeyFile.class);
        assertThat(settings.rule().subjects())
                .containsExactly(
                        new SubjectSource.Principal(),
                        new SubjectSource.Header("X-Tenant"),
                        new SubjectSource.BaggageEntry("tenant.id"),
                        new SubjectSource.ApiKey("X-Key", keys));
        assertThat(settings.rule().attributes()).isEqualTo(Map.of("request_id", "X-Request-Id"));
    }

    @Test
    void whatIsWrongIsNamedWithWhatIsAllowed() {
        assertThat(
                        errors(
                                "subject.from=X-Tenant,header:,header:X Y,principal,principal,attributes.from=X-Id,a:b:c,a:B,a:C"))
                .hasSize(7)
                .anyMatch(
                        error -> error.contains(
                                "subject.from=X-Tenant: allowed are principal, header:<name>, api-key:<header> and baggage:<key>"))
                .anyMatch(error -> error.contains("subject.from=header:X Y"))
                .contains("subject.from names principal twice", "attributes.from names a twice");
        assertThat(errors("subject.from=" + String.join(",", Collections.nCopies(9, "header:A"))))
                .contains("subject.from has 9 entries; allowed are 8");
        assertThat(errors("subject.form=principal")).singleElement().asString().contains("subject.from");
        assertThat(errors("subject.from=baggage:,baggage:a b,api-key:,subject.api-keys.file=keys"))
                .hasSize(3);
    }

    @Test
    void keysComeFromEitherFileAndAreAskedFor() {
        assertThat(errors("subject.from=api-key:X-Key"))
                .containsExactly(
                        "subject.from=api-key:X-Key: needs subject.api-keys.file or subject.api-keys.secret.file");
        assertThat(errors("subject.from=api-key:X-Key,subject.api-keys.file=a,subject.api-keys.secret.file=b"))
                .singleElement()
                .asString()
                .contains("allowed is one of them");
        assertThat(errors("subject.from=principal,subject.api-keys.file=a"))
                .singleElement()
                .asString()
                .contains("names no api-key:<header>");
        assertThat(errors("subject.from=api-key:X-Key,subject.api-keys.file="))
                .contains("subject.api-keys.file=: allowed is a path");
    }

    @Test
    void environmentHasNoHyphens() throws Exception {
        RequestSettings settings = of("subject.from=api-key:X-Key", Map.of("METERWEAVE_SUBJECT_API_KEYS_FILE", "keys"));
        assertThat(settings.keys()).isInstanceOf(KeyFile.class);
    }
}
