package io.meterweave.cli;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A journal with manifests that this class seals itself, over the lines that {@code dump} prints. */
final class SealedAgent implements Closeable {
    private final Path root;
    private final TestAgent agent;
    private String previous = "0".repeat(64);
    private int sealed = 1;

    SealedAgent(Path root) throws IOException {
        this(root, Clock.systemUTC());
    }

    SealedAgent(Path root, Clock clock) throws IOException {
        this.root = root;
        agent = new TestAgent(root, "s", clock);
    }

    String id() {
        return agent.id();
    }

    Path dir() {
        return agent.epoch.dir();
    }

    SealedAgent usage(int count) {
        for (int i = 0; i < count; i++) {
            agent.usage("customer-" + i, "m", draft -> draft.set(Quantity.INPUT_TOKENS, 3));
        }
        agent.journal();
        return this;
    }

    SealedAgent lifecycle(String json) {
        agent.lifecycle(json);
        return this;
    }

    List<String> lines() {
        return CliRun.on(root, "dump", "--epoch", id()).lines();
    }

    /** The last manifest's hash. */
    String previous() {
        return previous;
    }

    /** Seals what there is, and answers the manifest's sequence. */
    int seal(boolean closed) {
        List<String> lines = lines();
        List<String> covered = lines.subList(sealed - 1, lines.size());
        long usages = covered.stream().filter(l -> l.contains("usage.v1")).count();
        String sums = usages == 0 ? "" : "\"input_tokens\":{\"known\":" + usages + ",\"sum\":" + 3 * usages + "}";
        int own = lines.size() + 1;
        String json = "{\"epoch\":\"" + id() + "\",\"first_sequence\":" + sealed + ",\"last_sequence\":" + (own - 1)
                + ",\"record_count\":" + covered.size() + ",\"usage_count\":" + usages + ",\"sums\":{" + sums
                + "},\"lost_count\":{},\"records_sha256\":\"" + EventLines.sha(String.join("\n", covered))
                + "\",\"previous_manifest_sha256\":\"" + previous + "\",\"sealed_by\":\"age\""
                + (closed ? ",\"closed\":true" : "") + "}";
        raw(own, RecordType.MANIFEST, json);
        sealed = own;
        previous = EventLines.sha(lines().get(own - 1));
        return own;
    }

    SealedAgent raw(long sequence, RecordType type, String json) {
        ByteBuffer entry = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        JournalEntry.encodeHead(entry, sequence, type, false, JournalEntry.NO_STRIPE, 0, 0);
        agent.raw(entry.put(json.getBytes(StandardCharsets.UTF_8)).flip()).continueFrom(sequence);
        return this;
    }

    /** Ends, with all of the ring in the journal. */
    @Override
    public void close() throws IOException {
        agent.close();
        Files.deleteIfExists(dir().resolve("ring/0000.ring"));
    }
}
