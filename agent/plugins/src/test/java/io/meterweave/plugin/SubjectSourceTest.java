package io.meterweave.plugin;

import static io.meterweave.plugin.SubjectSource.REFUSED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What API keys and baggage say; the other sources are in {@link RequestRuleTest}. */
class SubjectSourceTest {
    private static final ApiKeys KEYS = key -> {
        String text = new String(key, ISO_8859_1);
        return text.startsWith("k-") ? "owner of " + text.length() : REFUSED;
    };

    /** A request with one header. */
    private record Sent(String name, List<String> values) implements Request {
        @Override
        public @Nullable List<String> header(String asked) {
            return asked.equalsIgnoreCase(name) ? values : null;
        }

        @Override
        public @Nullable String principal() {
            return null;
        }

        @Override
        public boolean authenticates() {
            return false;
        }
    }

    private static @Nullable String key(String header, String... values) {
        return new SubjectSource.ApiKey(header, KEYS).said(new Sent(header, List.of(values)));
    }

    private static @Nullable String tenant(String... values) {
        return new SubjectSource.BaggageEntry("tenant").said(new Sent("baggage", List.of(values)));
    }

    @Test
    void anApiKeyIsItsOwners() {
        assertThat(key("X-Api-Key", " k-abc\t")).isEqualTo("owner of 5");
        assertThat(key("X-Api-Key")).isNull();
        assertThat(key("X-Api-Key", "k-" + "a".repeat(4094))).isEqualTo("owner of 4096");
        assertThat(key("X-Api-Key", "unknown")).isEqualTo(REFUSED);
        assertThat(key("X-Api-Key", "")).isEqualTo(REFUSED);
        assertThat(key("X-Api-Key", "k-a", "k-a")).isEqualTo(REFUSED);
        assertThat(key("X-Api-Key", "k-" + "a".repeat(4095))).isEqualTo(REFUSED);
        assertThat(key("X-Api-Key", "k-\u0101")).isEqualTo(REFUSED); // not the bytes that were sent
        assertThat(key("X-Api-Key", "Bearer k-abc")).isEqualTo(REFUSED);
    }

    @Test
    void authorizationHoldsOneBehindBearer() {
        assertThat(key("Authorization", "Bearer k-abc")).isEqualTo("owner of 5");
        assertThat(key("authorization", "bearer   k-abc")).isEqualTo("owner of 5");
        assertThat(key("Authorization", "Bearer ")).isNull();
        assertThat(key("Authorization", "Bearer unknown")).isEqualTo(REFUSED);
        assertThat(key("Authorization", "Basic a2V5OmtleQ==")).isNull();
        assertThat(key("Authorization", "k-abc")).isNull();
        assertThat(key("Authorization", "Basic a2V5OmtleQ==", "Bearer k-abc")).isEqualTo(REFUSED);
    }

    @Test
    void anEntryOfTheBaggageIsSaidWithoutItsPropertiesAndDecoded() {
        assertThat(tenant("tenant=acme")).isEqualTo("acme");
        assertThat(tenant("a=1 , tenant = acme ;p=1;q , b=2")).isEqualTo("acme");
        assertThat(tenant("a=1", "tenant=acme;p", "b=2")).isEqualTo("acme");
        assertThat(tenant("tenant=Zo%C3%AB%20%2C%3b%25")).isEqualTo("Zoë ,;%");
        assertThat(tenant("tenant=a=b")).isEqualTo("a=b");
        assertThat(tenant("a=tenant,Tenant=acme,b=x;tenant=acme")).isNull();
        assertThat(tenant()).isNull();
        assertThat(tenant("a=" + "b".repeat(8181) + ",tenant=x")).hasSize(1);
    }

    @Test
    void baggageThatIsMalformedIsRefused() {
        for (String wrong : List.of(
                "tenant",
                "",
                "tenant=acme,",
                ",tenant=acme",
                "tenant=acme,tenant=acme",
                "tenant=acme,other",
                "tenant=acme,a b=1",
                "tenant=a b",
                "tenant=a\"b",
                "tenant=a\\b",
                "tenant=\u00e9",
                "tenant=%4",
                "tenant=%",
                "tenant=%4g",
                "tenant=%E9",
                "tenant=%0A",
                "tenant=\u0663",
                "=acme",
                "tenant=",
                "a=" + "b".repeat(8182) + ",tenant=x")) {
            assertThat(tenant(wrong)).as(wrong.toLowerCase(Locale.ROOT)).isEqualTo(REFUSED);
        }
        assertThat(tenant("tenant=acme", "tenant=globex")).isEqualTo(REFUSED);
    }
}
