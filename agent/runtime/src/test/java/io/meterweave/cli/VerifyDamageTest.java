package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damage planted by plain text editing in lines that a Python script has written (see {@code verify/generate.py}): each
 * kind is named, with its epoch and its range.
 */
class VerifyDamageTest {
    /** 112 events, closed twice; adopted by B. Manifests 42, 84, 107, 112; losses 73, 85, 86. */
    static final String A = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";
    /** 164 events, closed; adopted by C. Manifests 103, 164. */
    static final String B = "01a202b3-d600-7c1e-9f3a-5b2d8e4f6a11";
    /** 74 events, open. Manifests 53, 54. */
    static final String C = "01a202b4-e700-7c1e-9f3a-5b2d8e4f6a12";

    @TempDir
    Path dir;

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void isNamedWithItsEpochAndRange(String name, Consumer<EventLines> damage, List<String> faults) throws IOException {
        EventLines lines = EventLines.clean();
        damage.accept(lines);

        CliRun run = CliRun.of("verify", "--file", lines.write(dir.resolve("f.jsonl")));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .filteredOn(line -> line.startsWith("FAULT file: "))
                .hasSize(faults.size());
        for (String fault : faults) {
            assertThat(run.out()).contains("\nFAULT file: " + fault);
        }
        assertThat(run.lines()).last().asString().startsWith("NOT COMPLETE: ");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(
                        "the last manifest deleted with its records",
                        l -> l.remove(A, 108, 112),
                        a("missing 108 to 112")),
                damage("the end deleted", l -> l.remove(B, 164, 164), b("missing 164: 1 event at its end")),
                damage("a whole epoch deleted", l -> l.remove(A, 1, 112), a("the whole epoch has vanished 1 to 112")),
                damage("two subjects swapped", VerifyDamageTest::swapSubjects, b("altered 1 to 102: ")),
                damage("a byte flipped in a value", l -> l.edit(A, 50, "predict", "prexict"), a("altered 42 to 83: ")),
                damage(
                        "a byte flipped in the JSON",
                        l -> l.edit(A, 50, "\"data\":{", "\"data\":["),
                        a("no event 50: "),
                        a("cannot be proven 42 to 83: "),
                        a("missing 50: 1 event")),
                damage(
                        "a record deleted in the middle",
                        l -> l.remove(B, 60, 60),
                        b("missing 60: 1 event"),
                        b("cannot be proven 1 to 102: manifest 103 ")),
                damage(
                        "a manifest deleted",
                        l -> l.remove(A, 84, 84),
                        a("missing 84: 1 event"),
                        a("cannot be proven 84 to 106: ")),
                damage(
                        "a record doubled with other bytes",
                        VerifyDamageTest::doubleDifferently,
                        c("twice, with different bytes 20: ")),
                damage(
                        "two lines exchanged",
                        l -> l.swap(C, 30, 31),
                        c("out of order 30: first behind 31"),
                        c("cannot be proven 1 to 52: ")),
                damage("tokens changed and the sums with them", VerifyDamageTest::adjustTotals, a("altered 1 to 41: ")),
                damage(
                        "a manifest's sums changed",
                        l -> l.edit(C, 53, "\"items\":{\"known\":50,\"sum\":", "\"items\":{\"known\":50,\"sum\":1"),
                        c("control totals differ 1 to 52: manifest 53: items 1"),
                        c("altered 53: "),
                        c("chain broken 54: ")),
                damage(
                        "a record changed and its manifest hashed anew, so that the chain breaks",
                        VerifyDamageTest::forge,
                        a("chain broken 84: previous_manifest_sha256 is not the hash of its predecessor, manifest 42"),
                        a("altered 42 to 83: ")),
                damage(
                        "a loss record removed",
                        l -> l.remove(A, 73, 73),
                        a("missing 73: 1 event"),
                        a("cannot be proven 42 to 83: ")),
                damage(
                        "a lost_count lowered in a manifest",
                        l -> l.edit(A, 107, "\"ring_full\":22", "\"ring_full\":2"),
                        a("losses differ 107: "),
                        a("altered 107 to 111: "),
                        a("losses differ 112: "),
                        a("chain broken 112: ")),
                damage(
                        "closed removed",
                        l -> l.edit(B, 164, ",\"closed\":true", ""),
                        b("altered 164: its last manifest")),
                damage(
                        "a record numbered anew",
                        VerifyDamageTest::renumber,
                        c("missing 20: 1 event"),
                        c("twice, with different bytes 21: "),
                        c("cannot be proven 1 to 52: ")),
                damage("the last line truncated", l -> l.truncate(C, 74), c("no event 74: ")),
                damage(
                        "a record of an epoch that is not there",
                        l -> l.edit(C, 70, C, "01a202b9-e700-7c1e-9f3a-5b2d8e4f6a12"),
                        "epoch 01a202b9-e700-7c1e-9f3a-5b2d8e4f6a12 missing 1 to 69: 69 events",
                        c("missing 70: 1 event")),
                damage(
                        "a record of another source",
                        l -> l.edit(C, 70, "host-a", "host-b"),
                        c("altered 70: another source than the epoch's, ")),
                damage(
                        "an adopter's word removed and the epoch too",
                        VerifyDamageTest::removeAdoption,
                        b("altered 1 to 102")),
                damage(
                        "the beginning deleted",
                        l -> l.remove(C, 1, 10),
                        c("missing 1 to 10"),
                        c("cannot be proven 1 to 52")),
                damage(
                        "an adopted epoch that was deleted: its receiver must have it",
                        VerifyDamageTest::deleteAfterDelivery,
                        a("the whole epoch has vanished 1 to 112: ")));
    }

    private static Arguments damage(String name, Consumer<EventLines> damage, String... faults) {
        return Arguments.of(name, damage, List.of(faults));
    }

    private static String a(String fault) {
        return "epoch " + A + " " + fault;
    }

    private static String b(String fault) {
        return "epoch " + B + " " + fault;
    }

    private static String c(String fault) {
        return "epoch " + C + " " + fault;
    }

    /** Two usage records of B's first window keep all but who pays. */
    private static void swapSubjects(EventLines lines) {
        int acme = lines.first(B, "\"subject\":\"acme\"");
        int globex = lines.first(B, "\"subject\":\"globex\"");
        lines.all.set(acme, lines.all.get(acme).replace("\"acme\"", "\"globex\""));
        lines.all.set(globex, lines.all.get(globex).replace("\"globex\"", "\"acme\""));
    }

    private static void doubleDifferently(EventLines lines) {
        int at = lines.at(C, 20);
        lines.all.add(at + 1, lines.all.get(at).replace("\"predict\"", "\"embed\""));
    }

    /** One token more in a record of A's first window, and in every sum over it; then the chain is made to fit, too. */
    private static void adjustTotals(EventLines lines) {
        int record = lines.first(A, "\"input_tokens\":");
        String line = lines.all.get(record);
        long tokens = Long.parseLong(line.replaceAll(".*\"input_tokens\":([0-9]+).*", "$1"));
        lines.all.set(record, line.replace("\"input_tokens\":" + tokens, "\"input_tokens\":" + (tokens + 1)));
        int manifest = lines.at(A, 42);
        String sealed = lines.all.get(manifest);
        String sum = sealed.replaceAll(".*(\"input_tokens\":\\{\"known\":[0-9]+,\"sum\":)([0-9]+).*", "$2");
        lines.rechain(
                A,
                42,
                sealed.replace("\"sum\":" + sum + "}", "\"sum\":" + (Long.parseLong(sum) + 1) + "}"),
                84,
                107,
                112);
        lines.edit(B, 2, lines.adopted, EventLines.sha(lines.all.get(lines.at(A, 112))));
        lines.rechain(B, 103, lines.rehashed(B, 1, 102, lines.all.get(lines.at(B, 103))), 164);
        lines.edit(C, 2, lines.adoptedB, EventLines.sha(lines.all.get(lines.at(B, 164))));
        lines.rechain(C, 53, lines.rehashed(C, 1, 52, lines.all.get(lines.at(C, 53))), 54);
    }

    private static void forge(EventLines lines) {
        lines.edit(A, 20, "\"operation\":\"predict\"", "\"operation\":\"embed\"");
        int manifest = lines.at(A, 42);
        lines.all.set(manifest, lines.rehashed(A, 1, 41, lines.all.get(manifest)));
    }

    private static void renumber(EventLines lines) {
        lines.edit(C, 20, C + ".20", C + ".21");
        lines.edit(C, 21, "0000000000000000020", "0000000000000000021");
    }

    private static void removeAdoption(EventLines lines) {
        lines.remove(A, 1, 112);
        lines.edit(B, 2, "\"event\":\"adopted\"", "\"event\":\"adepted\"");
    }

    private static void deleteAfterDelivery(EventLines lines) {
        lines.remove(A, 1, 112);
        String line = lines.all.get(lines.at(C, 74));
        lines.all.add(line.replace(C + ".74", C + ".75")
                .replace("0000000000000000074", "0000000000000000075")
                .replace("usage.v1", "lifecycle.v1")
                .replaceAll(",\"subject\":\"[^,]*\",\"time\"", ",\"time\"")
                .replaceAll(",\"partitionkey\".*", ",")
                .replaceAll(",\"data\".*", ",")
                .replaceAll(
                        ",$",
                        ",\"data\":{\"event\":\"deleted\",\"deleted_epoch\":\"" + A + "\",\"last_sequence\":112}}"));
    }

    @Test
    void theCleanLinesHaveNoFault() throws Exception {
        CliRun run = CliRun.of("verify", "--file", EventLines.clean().write(dir.resolve("f.jsonl")));

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .contains(
                        "file: 350 events, 333 of them usage records",
                        "epoch " + A + "  /meterweave/embedding-server/host-a",
                        "  complete, closed at 112",
                        "  103 usage records, manifests 4, not sealed yet 0",
                        "  lost ring_full 22",
                        "  complete, closed at 164",
                        "  complete to 74, open",
                        "  70 usage records, manifests 2, not sealed yet 20")
                .last()
                .isEqualTo("complete: no fault was found");
    }
}
