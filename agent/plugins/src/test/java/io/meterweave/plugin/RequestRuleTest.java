package io.meterweave.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestRuleTest {
    private static final SubjectSource PRINCIPAL = new SubjectSource.Principal();
    private static final SubjectSource TENANT = new SubjectSource.Header("X-Tenant");
    private static final SubjectSource GROUP = new SubjectSource.Header("X-Group");

    @TempDir
    File temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(new File(temp, "counters.dat"));
    }

    private record Asked(
            Map<String, List<String>> headers, @Nullable String principal) implements Request {
        @Override
        public @Nullable List<String> header(String name) {
            return headers.get(name);
        }

        @Override
        public boolean authenticates() {
            return false;
        }
    }

    private static Request tenant(String... values) {
        return new Asked(Map.of("X-Tenant", List.of(values)), null);
    }

    private static Facts paidBy(Request request, SubjectSource... sources) {
        return new RequestRule(List.of(sources), Map.of()).payer(request);
    }

    private void assertRefused(Request request, SubjectSource... sources) {
        long before = ring.count(Counter.REFUSED_SUBJECT);
        assertThat(paidBy(request, sources)).isSameAs(Facts.NONE);
        assertThat(ring.count(Counter.REFUSED_SUBJECT)).isEqualTo(before + 1);
    }

    private static void assertSubject(Facts facts, String subject) {
        assertThat(facts).usingRecursiveComparison().isEqualTo(Facts.NONE.with(Fact.SUBJECT, subject));
    }

    @Test
    void theFirstThatSaysSomethingIsBelieved() {
        Request both = new Asked(Map.of("X-Tenant", List.of("acme"), "X-Group", List.of("globex")), "alice");
        assertSubject(paidBy(both, TENANT, GROUP), "acme");
        assertSubject(paidBy(both, GROUP, TENANT), "globex");
        assertSubject(paidBy(both, PRINCIPAL, TENANT), "alice");
        assertSubject(paidBy(tenant("acme"), PRINCIPAL, GROUP, TENANT), "acme");
    }

    @Test
    void aRequestThatSaysNothingIsForNobodyAndNoRefusal() {
        assertThat(paidBy(tenant("acme"), PRINCIPAL, GROUP)).isSameAs(Facts.NONE);
        assertThat(paidBy(tenant(), TENANT)).isSameAs(Facts.NONE);
        assertThat(ring.count(Counter.REFUSED_SUBJECT)).isZero();
    }

    @Test
    void whatIsNoSubjectIsRefusedAndCountedAndNobodyElseIsAsked() {
        assertRefused(tenant(""), TENANT);
        assertRefused(tenant(" \t"), TENANT);
        assertRefused(tenant("acme", "globex"), TENANT);
        assertRefused(tenant("acme", "acme"), TENANT);
        assertRefused(tenant("ac\u0007me"), TENANT);
        assertRefused(tenant("ac\u007fme"), TENANT);
        assertRefused(tenant("a".repeat(257)), TENANT);
        assertRefused(tenant("\u00e9"), TENANT); // a byte that is no UTF-8
        assertRefused(new Asked(Map.of("X-Tenant", List.of("acme")), "a".repeat(257)), PRINCIPAL, TENANT);
        assertRefused(new Asked(Map.of(), "a\nb"), PRINCIPAL);
        assertRefused(new Asked(Map.of(), "a\ud800"), PRINCIPAL);
        assertRefused(new Asked(Map.of(), "\u00e9".repeat(129)), PRINCIPAL);
    }

    @Test
    void theBytesOfTheHeaderAreTheSubject() {
        assertSubject(paidBy(tenant("a".repeat(256)), TENANT), "a".repeat(256));
        assertSubject(paidBy(tenant("\t acme \t"), TENANT), "acme");
        assertSubject(paidBy(tenant("acme, globex"), TENANT), "acme, globex");
        String bytes = new String("Zoë 東京".getBytes(UTF_8), ISO_8859_1).replace("\u0085", "");
        assertThat(bytes).hasSize("Zoë 東京".getBytes(UTF_8).length);
        assertSubject(paidBy(tenant(bytes), TENANT), "Zoë 東京");
        assertSubject(paidBy(new Asked(Map.of(), "Zoë 東京"), PRINCIPAL), "Zoë 東京");
    }

    @Test
    void oneOfSeveralThatNamesNobodyIsForWhomTheThreadWorks() {
        RequestRule rule = new RequestRule(List.of(TENANT, GROUP), Map.of("id", "X-Id"));
        Facts globex = Facts.NONE.with(Fact.SUBJECT, "globex");
        Facts scope = attribute(globex, "team", "blue");
        assertSubject(rule.payer(tenant("acme"), scope), "acme");
        assertThat(rule.payer(new Asked(Map.of(), null), scope))
                .usingRecursiveComparison()
                .isEqualTo(scope);
        assertThat(rule.payer(new Asked(Map.of("X-Id", List.of("r-1")), null), scope))
                .usingRecursiveComparison()
                .isEqualTo(attribute(Facts.NONE, "id", "r-1").with(Fact.SUBJECT, "globex"));
        assertThat(rule.payer(tenant("acme", "globex"), scope)).isSameAs(Facts.NONE);
        assertThat(ring.count(Counter.REFUSED_SUBJECT)).isEqualTo(1);
    }

    private static Facts attribute(Facts facts, String key, String value) {
        Facts more = facts.withAttribute(key, value);
        assertThat(more).isNotNull();
        return more;
    }

    @Test
    void headersBecomeAttributes() {
        RequestRule rule = new RequestRule(List.of(TENANT), Map.of("id", "X-Id"));
        Facts acme = Facts.NONE.with(Fact.SUBJECT, "acme");
        Map<String, List<String>> id = Map.of("X-Tenant", List.of("acme"), "X-Id", List.of("r-1"));
        assertThat(rule.payer(new Asked(id, null)))
                .usingRecursiveComparison()
                .isEqualTo(acme.withAttribute("id", "r-1"));
        assertSubject(rule.payer(tenant("acme")), "acme");
        assertThat(ring.count(Counter.REFUSED_ATTRIBUTE)).isZero();
        Map<String, List<String>> twice = Map.of("X-Tenant", List.of("acme"), "X-Id", List.of("r-1", "r-2"));
        assertSubject(rule.payer(new Asked(twice, null)), "acme");
        assertThat(ring.count(Counter.REFUSED_ATTRIBUTE)).isEqualTo(1);
    }
}
