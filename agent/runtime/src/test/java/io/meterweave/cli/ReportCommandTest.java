package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.ring.Counter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums and groups, read from the JSON form: every expected number is written out here. */
class ReportCommandTest {
    private static final String NOTHING_ELSE =
            ",\"lost\":{},\"epochs\":{\"live\":0,\"dead\":1,\"unrecovered\":0,\"unreadable\":0,\"rebuilt\":0},\"corrupt_entries\":0,"
                    + "\"missing_events\":0,\"repeated_events\":0}\n";

    @TempDir
    Path dir;

    @Test
    void addsUpBySubjectAndModel() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("zeta", "m1", d -> {
                d.set(Quantity.INPUT_TOKENS, 5);
                d.set(Quantity.WALL_TIME_NS, 70);
                d.outcome(Outcome.OK);
            });
            agent.usage("acme", "m2", d -> {
                d.set(Quantity.INPUT_TOKENS, 0);
                d.set(Quantity.OUTPUT_TOKENS, 8);
                d.set(Quantity.ITEMS, 2);
                d.set(Quantity.DEVICE_TIME_NS, 100);
                d.outcome(Outcome.ERROR);
            });
            agent.usage("acme", "m2", d -> d.outcome(Outcome.ABANDONED));
            agent.usage("acme", "m1", d -> d.set(Quantity.INPUT_TOKENS, 3));
            agent.usage(null, "m1", d -> d.set(Quantity.ITEMS, 4));
            agent.usage(null, null, d -> {}).journal();
        }

        CliRun report = CliRun.on(dir, "report", "--format", "json");

        assertThat(report.code()).isZero();
        assertThat(report.err()).isEmpty();
        assertThat(report.out())
                .isEqualTo("{\"by\":\"subject,request_model\",\"groups\":["
                        + "{\"subject\":\"acme\",\"request_model\":\"m1\",\"records\":1,"
                        + "\"input_tokens\":{\"known\":1,\"sum\":3}},"
                        + "{\"subject\":\"acme\",\"request_model\":\"m2\",\"records\":2,"
                        + "\"input_tokens\":{\"known\":1,\"sum\":0},\"output_tokens\":{\"known\":1,\"sum\":8},"
                        + "\"items\":{\"known\":1,\"sum\":2},\"device_time_ns\":{\"known\":1,\"sum\":100},"
                        + "\"errors\":{\"known\":2,\"sum\":1}},"
                        + "{\"subject\":\"zeta\",\"request_model\":\"m1\",\"records\":1,"
                        + "\"input_tokens\":{\"known\":1,\"sum\":5},\"wall_time_ns\":{\"known\":1,\"sum\":70},"
                        + "\"errors\":{\"known\":1,\"sum\":0}},"
                        + "{\"request_model\":\"m1\",\"records\":1,\"items\":{\"known\":1,\"sum\":4}},"
                        + "{\"records\":1}],"
                        + "\"total\":{\"records\":6,\"input_tokens\":{\"known\":3,\"sum\":8},"
                        + "\"output_tokens\":{\"known\":1,\"sum\":8},\"items\":{\"known\":2,\"sum\":6},"
                        + "\"device_time_ns\":{\"known\":1,\"sum\":100},\"wall_time_ns\":{\"known\":1,\"sum\":70},"
                        + "\"errors\":{\"known\":3,\"sum\":1},\"unattributed\":2}"
                        + NOTHING_ELSE);
    }

    @Test
    void groupsByWhateverARecordSays() throws Exception {
        String epoch;
        try (TestAgent agent = new TestAgent(dir, "shop")) {
            epoch = agent.id();
            Facts model = Facts.NONE
                    .with(Fact.OPERATION, "chat")
                    .with(Fact.PROVIDER, "openai")
                    .with(Fact.RESPONSE_MODEL, "r")
                    .with(Fact.DEVICE, "gpu:0");
            Facts scope = Facts.NONE.withAttribute("tier", "gold");
            agent.metered(model, scope, d -> {
                        d.start(agent.at("2026-11-22T23:59:59.999Z"));
                        d.outcome(Outcome.CANCELLED);
                        d.tokensSource(TokensSource.ESTIMATED);
                    })
                    .journal();
        }

        String all = "provider,operation,response_model,device,outcome,tokens_source,attributes.tier,attributes.none,"
                + "service,instance,epoch,day,hour";
        CliRun report = CliRun.on(dir, "report", "--format", "json", "--by", all);

        assertThat(report.out())
                .startsWith("{\"by\":\"" + all + "\",\"groups\":[{\"provider\":\"openai\",\"operation\":\"chat\","
                        + "\"response_model\":\"r\",\"device\":\"gpu:0\",\"outcome\":\"cancelled\","
                        + "\"tokens_source\":\"estimated\",\"attributes.tier\":\"gold\",\"service\":\"shop\","
                        + "\"instance\":\"host-a\",\"epoch\":\"" + epoch + "\",\"day\":\"2026-11-22\","
                        + "\"hour\":\"2026-11-22T23:00Z\",\"records\":1,");
    }

    @Test
    void leavesOutWhatBeganBefore() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("before", "m", d -> d.start(agent.at("2026-11-21T23:59:59.999999Z")));
            agent.usage("then", "m", d -> d.start(agent.at("2026-11-22T00:00:00Z")));
            agent.journal();
        }

        CliRun report = CliRun.on(dir, "report", "--format", "json", "--by", "subject", "--since", "2026-11-22");

        assertThat(report.out())
                .isEqualTo("{\"by\":\"subject\",\"since\":\"2026-11-22T00:00:00Z\",\"groups\":["
                        + "{\"subject\":\"then\",\"records\":1}],\"total\":{\"records\":1,\"unattributed\":0}"
                        + NOTHING_ELSE);
    }

    @Test
    void tellsWhatWasLostByReason() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.lose(Counter.RING_FULL, 10).lose(Counter.TOO_LARGE, 2).lose(Counter.RING_FULL, 7);
        }

        assertThat(CliRun.on(dir, "report", "--format", "json").out())
                .contains("\"groups\":[],\"total\":{\"records\":0,\"unattributed\":0},"
                        + "\"lost\":{\"ring_full\":17,\"too_large\":2},");
        assertThat(CliRun.on(dir, "report").lines()).contains("lost: ring_full 17", "lost: too_large 2");
        CliRun csv = CliRun.on(dir, "report", "--format", "csv");
        assertThat(csv.code()).isZero();
        assertThat(csv.err()).contains("ring_full 17, too_large 2").hasLineCount(1);
    }

    @Test
    void isExactBeyondSixtyFourBits() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            for (int i = 0; i < 3; i++) {
                agent.usage("a", "m", d -> {
                    d.set(Quantity.INPUT_TOKENS, Long.MAX_VALUE);
                    d.set(Quantity.DEVICE_TIME_NS, Long.MAX_VALUE);
                });
            }
            agent.journal();
        }

        String sum = "27670116110564327421"; // 3 (2^63 - 1)
        assertThat(CliRun.on(dir, "report", "--format", "json").out())
                .contains("\"input_tokens\":{\"known\":3,\"sum\":" + sum + "}");
        assertThat(CliRun.on(dir, "report", "--format", "csv").lines().get(1))
                .isEqualTo("a,m,3," + sum + ",3,,0,,0," + sum + ",3,,0,,0");
        assertThat(CliRun.on(dir, "report").out()).contains("27,670,116,110,564,327,421", "27,670,116,110.564");
    }

    @Test
    void readsEveryEpoch() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "one")) {
            agent.usage("a", "m", d -> {}).journal();
        }
        try (TestAgent agent = new TestAgent(dir, "two")) {
            agent.usage("a", "m", d -> {}).journal();
            CliRun report = CliRun.on(dir, "report", "--format", "json");
            assertThat(report.out())
                    .contains("\"total\":{\"records\":2,\"unattributed\":0}")
                    .contains("\"live\":1,\"dead\":1,\"unrecovered\":0,\"unreadable\":0");
        }
    }
}
