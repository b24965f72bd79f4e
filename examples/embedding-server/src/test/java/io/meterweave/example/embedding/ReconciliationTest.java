package io.meterweave.example.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final List<Request> SENT = List.of(
            new Request("r-1", "acme", "one", 3),
            new Request("r-2", "globex", "one two", 4),
            new Request("r-3", "acme", "cut off", 4),
            new Request("r-4", "acme", "cut off too", 5));
    private static final Set<String> ANSWERED = Set.of("r-1", "r-2");
    private static final UsageRecord FIRST = new UsageRecord("e.1", "acme", "r-1", 3L);
    private static final UsageRecord SECOND = new UsageRecord("e.2", "globex", "r-2", 4L);
    private static final UsageRecord CUT_OFF = new UsageRecord("e.3", "acme", "r-3", 4L);

    @Test
    void agreesWithAndWithoutRequestsThatWereCutOff() {
        assertThat(of(FIRST, SECOND).faults()).isEmpty();
        Reconciliation cutOff = of(FIRST, SECOND, CUT_OFF);
        assertThat(cutOff.faults()).isEmpty();
        assertThat(cutOff).hasToString("responses=2 records=3 cut_off=1 lost=0 doubled=0 unattributed=0");
        assertThat(cutOff.sums())
                .containsOnlyKeys("acme", "globex")
                .containsEntry("acme", new Reconciliation.Sum(1, 3, 3));
    }

    @Test
    void findsALostRecord() {
        Reconciliation result = of(FIRST);
        assertThat(result.toString()).contains("lost=1");
        assertThat(result.faults()).contains("request r-2 was answered and has no record");
    }

    @Test
    void findsALostRecordBesideOneThatWasCutOff() {
        assertThat(of(FIRST, CUT_OFF).faults()).contains("request r-2 was answered and has no record");
    }

    @Test
    void findsADoubledRecord() {
        Reconciliation result = of(FIRST, SECOND, new UsageRecord("e.9", "globex", "r-2", 4L));
        assertThat(result.toString()).contains("doubled=1");
        assertThat(result.faults()).contains("request r-2 was metered 2 times");
    }

    @Test
    void findsADoubledRecordOfARequestThatWasCutOff() {
        assertThat(of(FIRST, SECOND, CUT_OFF, CUT_OFF).faults()).contains("request r-3 was metered 2 times");
    }

    @Test
    void findsALostRecordThatADoubledOneHidesInTheTotals() {
        Reconciliation result = of(FIRST, FIRST);
        assertThat(result.toString()).contains("records=2", "lost=1", "doubled=1");
        assertThat(result.faults()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void findsAWrongSubject() {
        assertThat(of(FIRST, new UsageRecord("e.2", "acme", "r-2", 4L)).faults())
                .containsExactly(
                        "request r-2 of globex was billed to acme",
                        "acme used 3 tokens and was metered with 7",
                        "globex used 4 tokens and was metered with 0");
    }

    @Test
    void findsAMissingSubject() {
        Reconciliation result = of(FIRST, new UsageRecord("e.2", null, "r-2", 4L));
        assertThat(result.toString()).contains("unattributed=1");
        assertThat(result.faults())
                .containsExactly("record e.2 has no subject", "globex used 4 tokens and was metered with 0");
    }

    @Test
    void findsWrongTokens() {
        assertThat(of(FIRST, new UsageRecord("e.2", "globex", "r-2", 5L)).faults())
                .containsExactly(
                        "request r-2 has 4 tokens and was metered with 5",
                        "globex used 4 tokens and was metered with 5");
    }

    @Test
    void findsUnknownTokens() {
        assertThat(of(FIRST, new UsageRecord("e.2", "globex", "r-2", null)).faults())
                .contains("request r-2 has 4 tokens and was metered with none");
    }

    @Test
    void findsTokensThatAreSwappedWithinATenant() {
        List<Request> sent = List.of(new Request("a", "acme", "", 3), new Request("b", "acme", "", 4));
        List<UsageRecord> records =
                List.of(new UsageRecord("e.1", "acme", "a", 4L), new UsageRecord("e.2", "acme", "b", 3L));
        assertThat(new Reconciliation(sent, Set.of("a", "b"), records, 1).faults())
                .hasSize(2);
    }

    @Test
    void findsRecordsOfRequestsThatWereNeverSent() {
        assertThat(of(FIRST, SECOND, new UsageRecord("e.9", "acme", "r-9", 3L)).faults())
                .anyMatch(fault -> fault.contains("never sent: 'r-9'"));
        assertThat(of(FIRST, SECOND, new UsageRecord("e.9", "acme", null, 3L)).faults())
                .anyMatch(fault -> fault.contains("never sent: ''"));
    }

    @Test
    void findsMoreCutOffThanCanHaveBeenInFlight() {
        UsageRecord other = new UsageRecord("e.4", "acme", "r-4", 5L);
        assertThat(of(FIRST, SECOND, CUT_OFF, other).faults()).containsExactly("2 cut off, with at most 1 in flight");
    }

    private static Reconciliation of(UsageRecord... records) {
        return new Reconciliation(SENT, ANSWERED, Stream.of(records).toList(), 1);
    }
}
