package io.meterweave.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Counter;
import io.meterweave.ring.RingOptions;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What manifests say is recomputed here from the events' lines. */
@Timeout(120)
class ManifestTest {
    private static final RingOptions SMALL = new RingOptions(2, 16 * 1024, 0);

    @TempDir
    Path root;

    private RecoveryScene scene;

    private void begin(int records) throws Exception {
        scene = new RecoveryScene(root, SMALL, new SealOptions(records, SealOptions.DEFAULT.ageNanos()));
    }

    @AfterEach
    void end() throws Exception {
        scene.die();
    }

    /** Checks all manifests against all lines; answers their data. */
    private List<String> checked() throws Exception {
        CloudEventWriter writer = new CloudEventWriter(
                scene.epoch.identity().epoch(), scene.epoch.identity().source());
        MessageDigest records = MessageDigest.getInstance("SHA-256");
        String previous = "0".repeat(64);
        long first = 1;
        long usages = 0;
        long tokens = 0;
        List<String> manifests = new ArrayList<>();
        for (JournalEntry entry : scene.entries()) {
            boolean usage = entry.type() == RecordType.USAGE;
            byte[] line = (new String(writer.write(entry, usage ? RecordCodec.decode(entry.body()) : null), UTF_8)
                            + "\n")
                    .getBytes(UTF_8);
            if (entry.type() == RecordType.MANIFEST) {
                String data = UTF_8.decode(entry.body().duplicate()).toString();
                assertThat(number(data, "first_sequence")).isEqualTo(first);
                assertThat(number(data, "last_sequence")).isEqualTo(entry.sequence() - 1);
                assertThat(number(data, "record_count")).isEqualTo(entry.sequence() - first);
                assertThat(number(data, "usage_count")).isEqualTo(usages);
                if (usages > 0) {
                    assertThat(data).contains("\"input_tokens\":{\"known\":" + usages + ",\"sum\":" + tokens + "}");
                }
                assertThat(data)
                        .contains("\"records_sha256\":\"" + HexFormat.of().formatHex(records.digest()) + "\"")
                        .contains("\"previous_manifest_sha256\":\"" + previous + "\"");
                manifests.add(data);
                previous = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(line));
                first = entry.sequence();
                usages = 0;
                tokens = 0;
            }
            records.update(line);
            if (usage) {
                usages++;
                tokens += RecoveryScene.number(entry);
            }
        }
        return manifests;
    }

    private static long number(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":([0-9]+)").matcher(json);
        assertThat(matcher.find()).as(field + " in " + json).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void everySoManyEventsAreSealedAndTheManifestsChain() throws Exception {
        begin(50);
        scene.offer(230);
        scene.writer.drain(scene.ring);
        scene.writer.seal("shutdown", true);
        scene.writer.seal("shutdown", true);
        List<String> manifests = checked();
        assertThat(manifests).hasSize(5);
        assertThat(manifests.subList(0, 4)).allMatch(data -> data.endsWith("\"sealed_by\":\"count\"}"));
        assertThat(manifests.get(4)).endsWith("\"sealed_by\":\"shutdown\",\"closed\":true}");
    }

    @Test
    void recoveryGoesOnFromTheLastManifestAndClosesOnce() throws Exception {
        begin(50);
        scene.offer(120);
        scene.writer.drain(scene.ring);
        scene.offer(30);
        scene.die();
        Recovery recovery = scene.recover();
        List<String> manifests = checked();
        assertThat(manifests).hasSize(3);
        assertThat(manifests.get(2)).endsWith("\"sealed_by\":\"recovery\",\"closed\":true}");
        assertThat(scene.recover())
                .isEqualTo(new Recovery(0, recovery.lastSequence(), recovery.lastManifestSha256(), List.of()));
        assertThat(checked()).hasSize(3);
    }

    @Test
    void callsAfterTheEndAreSealedAgain() throws Exception {
        begin(50);
        scene.offer(10);
        scene.writer.drain(scene.ring);
        scene.writer.seal("shutdown", true);
        scene.offer(3);
        scene.die();
        assertThat(scene.recover().recovered()).isEqualTo(3);
        assertThat(checked()).hasSize(2).allMatch(data -> data.endsWith("\"closed\":true}"));
    }

    @Test
    void aManifestThatTheJournalRefusesIsMadeLaterAndRight() throws Exception {
        begin(50);
        scene.offer(120);
        scene.journal.refuseAfter(50);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.offer(5);
        scene.journal.refuseAfter(Integer.MAX_VALUE);
        while (scene.writer.drain(scene.ring) > 0) {
            // Until it is empty.
        }
        scene.writer.seal("shutdown", true);
        assertThat(checked()).hasSize(3);
        assertThat(scene.numbers()).containsExactlyInAnyOrderElementsOf(scene.all());
    }

    @Test
    void lossesAddUpOverManifestsAndRecoveries() throws Exception {
        begin(5);
        for (int i = 1; i <= 3; i++) {
            scene.counters.add(Counter.RING_FULL, i);
            scene.counters.add(Counter.QUOTA, 1);
            scene.writer.losses();
            scene.offer(7);
            scene.writer.drain(scene.ring);
        }
        scene.counters.add(Counter.TOO_LARGE, 2);
        scene.die();
        scene.recover();
        List<String> manifests = checked();
        assertThat(manifests.get(manifests.size() - 1))
                .contains("\"lost_count\":{\"ring_full\":6,\"too_large\":2,\"quota\":3}");
        assertThat(scene.told("ring_full")).isEqualTo(6);
        assertThat(scene.told("too_large")).isEqualTo(2);
    }

    @Test
    void nothingIsSealedWhereNothingHappened() throws Exception {
        begin(50);
        scene.writer.sealAged();
        scene.writer.seal("shutdown", true);
        scene.die();
        assertThat(scene.recover().lastSequence()).isZero();
        assertThat(checked()).isEmpty();
    }
}
