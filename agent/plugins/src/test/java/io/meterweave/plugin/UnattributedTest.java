package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.engine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of usage that nobody is named for: on the thread, in scopes without a subject, and handed over. */
class UnattributedTest {
    private static final Facts ACME = Facts.NONE.with(Fact.SUBJECT, "acme");
    private static final Facts ONLY_A_TEAM = attribute(Facts.NONE);

    @TempDir
    Path temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    @AfterEach
    void keepAgain() {
        Unattributed.tag(null);
    }

    private static Facts attribute(Facts facts) {
        Facts more = facts.withAttribute("team", "blue");
        assertThat(more).isNotNull();
        return more;
    }

    private UsageRecord recorded() {
        engine(3);
        return ring.take().get(0);
    }

    private UsageRecord recordedIn(Facts facts) {
        ScopeFrame frame = MeterThread.current().openScope(facts);
        try {
            return recorded();
        } finally {
            frame.close();
        }
    }

    private UsageRecord recordedFor(Carried carried) {
        int work = HandedWork.begin(carried);
        try {
            return recorded();
        } finally {
            HandedWork.end(work);
        }
    }

    private static void assertTagged(UsageRecord usage) {
        assertThat(usage.get(Fact.SUBJECT)).isEqualTo("house");
        assertThat(usage.get(Fact.SUBJECT_SOURCE)).isEqualTo("unattributed");
        assertThat(usage.isUnattributed()).isTrue();
    }

    private static void assertKept(UsageRecord usage) {
        assertThat(usage.get(Fact.SUBJECT)).isNull();
        assertThat(usage.get(Fact.SUBJECT_SOURCE)).isNull();
        assertThat(usage.isUnattributed()).isTrue();
    }

    @Test
    void isKeptWithoutASubject() {
        assertKept(recorded());
        assertKept(recordedIn(Facts.NONE));
        assertKept(recordedIn(ONLY_A_TEAM));
        assertKept(recordedFor(new Carried(ONLY_A_TEAM, null)));
    }

    @Test
    void isForTheConfiguredOneAndSaysSo() {
        Unattributed.tag("house");
        assertTagged(recorded());
        assertTagged(recordedIn(Facts.NONE));
        assertTagged(recordedFor(new Carried(ONLY_A_TEAM, null)));
        UsageRecord inScope = recordedIn(ONLY_A_TEAM);
        assertTagged(inScope);
        assertThat(inScope.attributes()).containsExactly(entry("team", "blue"));
    }

    @Test
    void aScopeThatGetsAttributesLaterStaysTagged() {
        Unattributed.tag("house");
        ScopeFrame frame = MeterThread.current().openScope(Facts.NONE);
        frame.facts(ONLY_A_TEAM);
        assertTagged(recorded());
        frame.facts(ACME);
        assertThat(recorded().get(Fact.SUBJECT)).isEqualTo("acme");
        frame.close();
    }

    @Test
    void whoIsNamedIsNotTagged() {
        Unattributed.tag("house");
        for (Facts named : new Facts[] {ACME, attribute(ACME)}) {
            for (UsageRecord usage : new UsageRecord[] {recordedIn(named), recordedFor(new Carried(named, null))}) {
                assertThat(usage.get(Fact.SUBJECT)).isEqualTo("acme");
                assertThat(usage.get(Fact.SUBJECT_SOURCE)).isNull();
                assertThat(usage.isUnattributed()).isFalse();
            }
        }
    }
}
