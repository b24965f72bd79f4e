package io.meterweave.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudEventWriterTest {
    private static final String EPOCH = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";
    private static final String SOURCE = "/meterweave/embedding-server/host-a";

    /** The examples of docs/usage-record.md. */
    private static final String STARTED = """
            {"specversion":"1.0","id":"01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10.1","source":"/meterweave/embedding-server/host-a","type":"io.meterweave.lifecycle.v1","time":"2026-11-22T10:00:00.000000Z","datacontenttype":"application/json","sequence":"0000000000000000001","data":{"event":"started","agent_version":"0.1.0","java_version":"17.0.15","journal_sync":"none"}}
            """;

    private static final String USAGE = """
            {"specversion":"1.0","id":"01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10.2","source":"/meterweave/embedding-server/host-a","type":"io.meterweave.usage.v1","subject":"acme","time":"2026-11-22T10:00:01.123456Z","datacontenttype":"application/json","sequence":"0000000000000000002","partitionkey":"acme","data":{"operation":"predict","provider":"onnxruntime","request_model":"sha256:0a1b2c3d4e5f6071","input_tokens":11,"tokens_source":"counted","items":1,"device":"cpu","device_time_ns":4200000,"device_time_source":"wall","wall_time_ns":4200000,"outcome":"ok"}}
            """;

    private static final String LOST = """
            {"specversion":"1.0","id":"01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10.3","source":"/meterweave/embedding-server/host-a","type":"io.meterweave.loss.v1","time":"2026-11-22T10:00:02.000000Z","datacontenttype":"application/json","sequence":"0000000000000000003","data":{"reason":"ring_full","lost_count":17,"first_time":"2026-11-22T10:00:01.500000Z","last_time":"2026-11-22T10:00:01.900000Z"}}
            """;

    private static final String THEIR_SHA256 = "b0d49510e17fd8df2ebcce337ccd108b34d495b768375a0a934e4bc154ccb0b2";

    private static final Map<Fact, String> FORMED = Map.of(
            Fact.TRACE_ID,
            "0af7651916cd43dd8448eb211c80319c",
            Fact.SPAN_ID,
            "b7ad6b7169203331",
            Fact.PARENT,
            "00000000000000fe",
            Fact.SCOPE_ID,
            "00000000000000ff",
            Fact.SUBJECT_SOURCE,
            "unattributed");

    private final CloudEventWriter writer = new CloudEventWriter(EPOCH, SOURCE);

    private static long nanos(String instant) {
        Instant i = Instant.parse(instant);
        return i.getEpochSecond() * 1_000_000_000L + i.getNano();
    }

    private String event(long sequence, RecordType type, String time, String data) {
        JournalEntry entry = new JournalEntry(
                sequence, type, false, JournalEntry.NO_STRIPE, 0, nanos(time), ByteBuffer.wrap(data.getBytes(UTF_8)));
        return new String(writer.write(entry, null), UTF_8) + "\n";
    }

    private String usage(long sequence, String time, boolean recovered, UsageDraft draft) throws Exception {
        ByteBuffer body = Drafts.body(draft);
        JournalEntry entry = new JournalEntry(sequence, RecordType.USAGE, recovered, 3, 64, nanos(time), body);
        return new String(writer.write(entry, RecordCodec.decode(entry.body())), UTF_8) + "\n";
    }

    @Test
    void theExamplesOfTheDocumentByteForByte() throws Exception {
        UsageDraft draft = Drafts.draft(Facts.NONE
                .with(Fact.DEVICE, "cpu")
                .with(Fact.REQUEST_MODEL, "sha256:0a1b2c3d4e5f6071")
                .with(Fact.PROVIDER, "onnxruntime")
                .with(Fact.OPERATION, "predict")
                .with(Fact.SUBJECT, "acme"));
        draft.set(Quantity.WALL_TIME_NS, 4_200_000);
        draft.set(Quantity.DEVICE_TIME_NS, 4_200_000);
        draft.set(Quantity.ITEMS, 1);
        draft.set(Quantity.INPUT_TOKENS, 11);
        draft.tokensSource(TokensSource.COUNTED);
        draft.deviceTimeSource(DeviceTimeSource.WALL);
        draft.outcome(Outcome.OK);
        String started = event(
                1,
                RecordType.LIFECYCLE,
                "2026-11-22T10:00:00Z",
                new String(
                        new JsonText()
                                .open()
                                .put("event", "started")
                                .put("agent_version", "0.1.0")
                                .put("java_version", "17.0.15")
                                .put("journal_sync", "none")
                                .close()
                                .bytes(),
                        UTF_8));
        String used = usage(2, "2026-11-22T10:00:01.123456Z", false, draft);
        String lost = event(
                3,
                RecordType.LOSS,
                "2026-11-22T10:00:02Z",
                new String(
                        new JsonText()
                                .open()
                                .put("reason", "ring_full")
                                .put("lost_count", 17)
                                .put("first_time", CloudEventWriter.time(nanos("2026-11-22T10:00:01.5Z")))
                                .put("last_time", CloudEventWriter.time(nanos("2026-11-22T10:00:01.9Z")))
                                .close()
                                .bytes(),
                        UTF_8));
        assertThat(started).isEqualTo(STARTED);
        assertThat(used).isEqualTo(USAGE);
        assertThat(lost).isEqualTo(LOST);
        assertThat(List.of(started, used, lost)).allSatisfy(CloudEventWriterTest::keepsItsSchema);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        assertThat(HexFormat.of().formatHex(sha256.digest((started + used + lost).getBytes(UTF_8))))
                .isEqualTo(THEIR_SHA256);
    }

    @Test
    void everyFieldInTheOrderOfTheDocument() throws Exception {
        Facts facts = Facts.NONE;
        for (Fact fact : Fact.ALL) {
            if (fact != Fact.ATTRIBUTE) {
                facts = facts.with(fact, FORMED.getOrDefault(fact, "the " + fact.field()));
            }
        }
        UsageDraft draft = Drafts.draft(facts.withAttribute("team", "blue"));
        Quantity.ALL.forEach(quantity -> draft.set(quantity, 0));
        draft.outcome(Outcome.ABANDONED);
        draft.tokensSource(TokensSource.ESTIMATED);
        draft.deviceTimeSource(DeviceTimeSource.MEASURED);
        JsonNode event = new ObjectMapper().readTree(usage(1, "2026-01-01T00:00:00Z", true, draft));
        List<String> names = new ArrayList<>();
        event.get("data").fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "operation",
                        "provider",
                        "request_model",
                        "response_model",
                        "model_version",
                        "input_tokens",
                        "output_tokens",
                        "cache_read_input_tokens",
                        "cache_creation_input_tokens",
                        "reasoning_output_tokens",
                        "tokens_source",
                        "items",
                        "device",
                        "device_id",
                        "device_time_ns",
                        "device_time_source",
                        "wall_time_ns",
                        "time_to_first_token_ns",
                        "outcome",
                        "error_type",
                        "attempts",
                        "recovered",
                        "trace_id",
                        "span_id",
                        "parent",
                        "scope_id",
                        "subject_source",
                        "attributes");
        assertThat(event.get("data").get("recovered").booleanValue()).isTrue();
        assertThat(event.get("data").get("input_tokens").longValue()).isZero();
        assertThat(event.get("subject").textValue()).isEqualTo("the subject");
        keepsItsSchema(event.toString());
    }

    @Test
    void theSchemaRefusesWhatIsNoRecord() throws Exception {
        String known = usage(1, "2026-01-01T00:00:00Z", false, Drafts.draft(Facts.NONE.with(Fact.SUBJECT, "acme")));
        keepsItsSchema(known);
        for (String broken : List.of(
                known.replace("\"data\":{}", "\"data\":{\"prompt\":\"hello\"}"),
                known.replace("\"data\":{}", "\"data\":{\"items\":-1}"),
                known.replace("\"data\":{}", "\"data\":{\"items\":\"1\"}"),
                known.replace("\"data\":{}", "\"data\":{\"input_tokens\":1}"),
                known.replace(",\"partitionkey\":\"acme\"", ""),
                known.replace("\"specversion\"", "\"surprise\":1,\"specversion\""),
                known.replace("usage.v1", "usage.v2"))) {
            assertThat(broken).isNotEqualTo(known);
            assertThat(EventSchemas.faults(new ObjectMapper().readTree(broken)))
                    .as(broken)
                    .isNotEmpty();
        }
    }

    private static void keepsItsSchema(String line) throws IOException {
        assertThat(EventSchemas.faults(new ObjectMapper().readTree(line)))
                .as(line)
                .isEmpty();
    }

    @Test
    void withoutASubjectThereIsNoneAndNothingIsMadeUp() throws Exception {
        JsonNode event = new ObjectMapper()
                .readTree(usage(Long.MAX_VALUE, "2026-01-01T00:00:00Z", false, Drafts.draft(Facts.NONE)));
        assertThat(event.has("subject")).isFalse();
        assertThat(event.has("partitionkey")).isFalse();
        keepsItsSchema(event.toString());
        assertThat(event.get("data")).isEmpty();
        assertThat(event.get("sequence").textValue()).isEqualTo("9223372036854775807");
        assertThat(event.get("id").textValue())
                .isEqualTo(EPOCH + ".9223372036854775807")
                .hasSizeLessThan(100);
    }

    @Test
    void sequencesSortAsTextAsTheyDoAsNumbers() throws Exception {
        List<String> padded = new ArrayList<>();
        for (long sequence = 1; sequence > 0 && padded.size() < 19; sequence *= 10) {
            padded.add(new ObjectMapper()
                    .readTree(event(sequence, RecordType.LOSS, "2026-01-01T00:00:00Z", "{}"))
                    .get("sequence")
                    .textValue());
        }
        assertThat(padded).hasSize(19).isSorted().allMatch(text -> text.matches("[0-9]{19}"));
    }

    @Test
    void timesAreCutToMicrosecondsDownwards() {
        assertThat(CloudEventWriter.time(999)).isEqualTo("1970-01-01T00:00:00.000000Z");
        assertThat(CloudEventWriter.time(1_999)).isEqualTo("1970-01-01T00:00:00.000001Z");
        assertThat(CloudEventWriter.time(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(CloudEventWriter.time(-1_000_000_001)).isEqualTo("1969-12-31T23:59:58.999999Z");
        assertThat(CloudEventWriter.time(Long.MIN_VALUE)).isEqualTo("1677-09-21T00:12:43.145224Z");
        assertThat(CloudEventWriter.time(Long.MAX_VALUE)).isEqualTo("2262-04-11T23:47:16.854775Z");
    }
}
