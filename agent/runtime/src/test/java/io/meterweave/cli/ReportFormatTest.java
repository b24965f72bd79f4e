package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFormatTest {
    @TempDir
    Path dir;

    @Test
    void tableTellsUnknownFromZeroAndPartFromWhole() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("acme", "m", d -> {
                d.set(Quantity.INPUT_TOKENS, 1_234_567);
                d.set(Quantity.ITEMS, 0);
                d.set(Quantity.DEVICE_TIME_NS, 4_200_000);
                d.set(Quantity.WALL_TIME_NS, 12_000_499_999L);
                d.outcome(Outcome.ERROR);
            });
            agent.usage("acme", "m", d -> {
                d.set(Quantity.ITEMS, 0);
                d.set(Quantity.WALL_TIME_NS, 1_000_000L);
                d.outcome(Outcome.OK);
            });
            agent.usage(null, null, d -> d.set(Quantity.WALL_TIME_NS, 0)).journal();
        }

        CliRun report = CliRun.on(dir, "report");

        assertThat(report.code()).isZero();
        assertThat(report.out()).isEqualTo("""
                        subject         request_model  records  input_tokens  output_tokens  items  device_time_ms  wall_time_s  errors
                        acme            m                    2    ~1,234,567              -      0          ~4.200       12.001       1
                        (unattributed)  -                    1             -              -      -               -        0.000       -
                        ---------------------------------------------------------------------------------------------------------------
                        total                                3    ~1,234,567              -     ~0          ~4.200       12.001      ~1

                        ~ covers only the records that say: input_tokens in 1 of 3, items in 2 of 3, device_time_ns in 1 of 3, errors in 2 of 3
                        unattributed: 1 of 3 records
                        epochs: 0 live, 1 dead
                        """);
    }

    @Test
    void whatWasTaggedIsUnattributedAndToldFromACustomerOfThatName() throws Exception {
        Facts model = Facts.NONE.with(Fact.REQUEST_MODEL, "m");
        Facts claimed = Facts.NONE.with(Fact.SUBJECT, "house");
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.metered(model, claimed, d -> {}).metered(model, Facts.NONE, d -> {});
            agent.metered(model, claimed.with(Fact.SUBJECT_SOURCE, "unattributed"), d -> {});
            agent.journal();
        }

        CliRun json = CliRun.on(dir, "report", "--by", "subject,subject_source", "--format", "json");

        assertThat(json.out())
                .contains("{\"subject\":\"house\",\"subject_source\":\"unattributed\",\"records\":1}")
                .contains("{\"subject\":\"house\",\"records\":1},{\"records\":1}", "\"unattributed\":2}");
        assertThat(CliRun.on(dir, "report").out()).contains("\nunattributed: 2 of 3 records\n");
    }

    @Test
    void csvQuotesAsRfc4180AndLeavesUnknownEmpty() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("a,\"b\"\r\nc", "=m", d -> d.set(Quantity.INPUT_TOKENS, 0));
            agent.usage(null, "m", d -> d.set(Quantity.OUTPUT_TOKENS, 7)).journal();
        }

        CliRun report = CliRun.on(dir, "report", "--format", "CSV");

        assertThat(report.err()).isEmpty();
        assertThat(report.out())
                .isEqualTo("subject,request_model,records,input_tokens,input_tokens_known,output_tokens,"
                        + "output_tokens_known,items,items_known,device_time_ns,device_time_ns_known,wall_time_ns,"
                        + "wall_time_ns_known,errors,errors_known\r\n"
                        + "\"a,\"\"b\"\"\r\nc\",=m,1,0,1,,0,,0,,0,,0,,0\r\n"
                        + ",m,1,,0,7,1,,0,,0,,0,,0\r\n");
    }

    @Test
    void tableNeutralisesWhatWouldSteerATerminal() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("\u001b]0;owned\u0007\u202eacme", "m\r\u009b2J\n", d -> {});
            agent.usage("(unattributed)", "-", d -> {}).usage("acme ", "acme\u00a0", d -> {});
            agent.journal();
        }

        CliRun report = CliRun.on(dir, "report");

        assertThat(report.out().codePoints().filter(c -> c != '\n' && (c < 0x20 || c > 0x7e)))
                .isEmpty();
        assertThat(report.out())
                .contains("\\u{1b}]0;owned\\u{7}\\u{202e}acme", "m\\u{d}\\u{9b}2J\\u{a}")
                .containsPattern("\"\\(unattributed\\)\" +\"-\" ")
                .contains("\"acme \" ", "acme\\u{a0} ");
    }

    @Test
    void tableColumnsStayInLineUnderWideAndCombinedCharacters() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("顧客", "m", d -> {}).usage("cafe\u0301", "m", d -> {}).usage("plain", "m", d -> {});
            agent.journal();
        }

        List<String> lines = CliRun.on(dir, "report").lines();

        // Columns of each subject on a terminal: 4, 4 and 5, the head's are 7.
        assertThat(lines).anyMatch(l -> l.startsWith("顧客   " + "  m"));
        assertThat(lines).anyMatch(l -> l.startsWith("cafe\u0301   " + "  m"));
        assertThat(lines).anyMatch(l -> l.startsWith("plain  " + "  m"));
    }
}
