package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.ring.Counter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpCommandTest {
    @TempDir
    Path dir;

    @Test
    void printsTheCanonicalLineOfEveryEvent() throws Exception {
        String id;
        try (TestAgent agent = new TestAgent(dir, "embedding-server")) {
            id = agent.id();
            Facts model = Facts.NONE
                    .with(Fact.OPERATION, "predict")
                    .with(Fact.PROVIDER, "onnxruntime")
                    .with(Fact.REQUEST_MODEL, "sha256:0a1b2c3d4e5f6071")
                    .with(Fact.DEVICE, "cpu");
            Facts scope = Facts.NONE.with(Fact.SUBJECT, "acmé \"1\"").withAttribute("tier", "gold");
            agent.metered(model, scope, draft -> {
                draft.start(agent.at("2026-11-22T10:00:01.123456Z"));
                draft.set(Quantity.INPUT_TOKENS, 11);
                draft.set(Quantity.ITEMS, 1);
                draft.set(Quantity.WALL_TIME_NS, 4_200_000);
                draft.tokensSource(TokensSource.COUNTED);
                draft.outcome(Outcome.OK);
            });
            agent.journal();
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isZero();
        assertThat(dump.err()).isEmpty();
        assertThat(dump.out()).endsWith("\n");
        assertThat(dump.lines()).hasSize(3);
        assertThat(dump.lines().get(2)).contains("\"sealed_by\":\"recovery\",\"closed\":true}}");
        assertThat(dump.lines().get(0))
                .startsWith("{\"specversion\":\"1.0\",\"id\":\"" + id
                        + ".1\",\"source\":\"/meterweave/embedding-server/host-a\","
                        + "\"type\":\"io.meterweave.lifecycle.v1\",")
                .endsWith("\"sequence\":\"0000000000000000001\",\"data\":{\"event\":\"started\"}}");
        assertThat(dump.lines().get(1))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"" + id + ".2\","
                        + "\"source\":\"/meterweave/embedding-server/host-a\",\"type\":\"io.meterweave.usage.v1\","
                        + "\"subject\":\"acmé \\\"1\\\"\",\"time\":\"2026-11-22T10:00:01.123456Z\","
                        + "\"datacontenttype\":\"application/json\",\"sequence\":\"0000000000000000002\","
                        + "\"partitionkey\":\"acmé \\\"1\\\"\",\"data\":{\"operation\":\"predict\","
                        + "\"provider\":\"onnxruntime\",\"request_model\":\"sha256:0a1b2c3d4e5f6071\","
                        + "\"input_tokens\":11,\"tokens_source\":\"counted\",\"items\":1,\"device\":\"cpu\","
                        + "\"wall_time_ns\":4200000,\"outcome\":\"ok\",\"attributes\":{\"tier\":\"gold\"}}}");
    }

    @Test
    void printsEveryEpochOldestFirstInTheOrderOfTheSequences() throws Exception {
        String first;
        String second;
        try (TestAgent agent = new TestAgent(dir, "one")) {
            first = agent.id();
            agent.usage("a", "m", d -> {}).usage("b", "m", d -> {}).journal().lose(Counter.RING_FULL, 3);
        }
        try (TestAgent agent = new TestAgent(dir, "two")) {
            second = agent.id();
            agent.usage("c", "m", d -> {}).journal();
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isZero();
        assertThat(ids(dump))
                .containsExactlyElementsOf(
                        first.compareTo(second) < 0
                                ? List.of(
                                        first + ".1",
                                        first + ".2",
                                        first + ".3",
                                        first + ".4",
                                        first + ".5",
                                        second + ".1",
                                        second + ".2",
                                        second + ".3")
                                : List.of(
                                        second + ".1",
                                        second + ".2",
                                        second + ".3",
                                        first + ".1",
                                        first + ".2",
                                        first + ".3",
                                        first + ".4",
                                        first + ".5"));
        assertThat(ids(CliRun.on(dir, "dump", "--epoch", second)))
                .containsExactly(second + ".1", second + ".2", second + ".3");
    }

    @Test
    void recoversWhatTheRingOfADeadJvmHolds() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "one")) {
            agent.usage("journaled", "m", d -> {}).journal().usage("in the ring", "m", d -> {});
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isZero();
        assertThat(dump.err()).isEmpty();
        assertThat(dump.out()).containsOnlyOnce("\"subject\":\"in the ring\"").contains("\"recovered\":true");
        assertThat(CliRun.on(dir, "dump").out()).isEqualTo(dump.out());
    }

    @Test
    void refusesAnEpochThatIsNone() throws Exception {
        new TestAgent(dir, "one").close();

        CliRun malformed = CliRun.on(dir, "dump", "--epoch", "x");
        assertThat(malformed.code()).isEqualTo(2);
        assertThat(malformed.err())
                .isEqualTo("meterweave: dump: Invalid value for option '--epoch': 'x' is no epoch's id;"
                        + " see dump --help\n");

        CliRun missing = CliRun.on(dir, "dump", "--epoch", "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains("there is no epoch 01a202b2").hasLineCount(1);
    }

    private static List<String> ids(CliRun dump) {
        return dump.lines().stream()
                .map(line -> line.replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1"))
                .toList();
    }
}
