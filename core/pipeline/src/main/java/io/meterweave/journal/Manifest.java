package io.meterweave.journal;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.JsonText;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the next manifest of an epoch will say: follows every event that is journaled, in order. One thread's.
 *
 * <p>A manifest covers the events from the manifest before it (inclusive; the first from 1) to the one before itself:
 * their number, the sums of what they count, and the SHA-256 over their canonical lines, each with its line feed. It
 * names the SHA-256 of the manifest before it likewise, so that one manifest vouches for everything from the epoch's
 * beginning.
 *
 * <p>Its state is a function of the journal alone: recovery comes to the same by reading on from the last manifest, or
 * from the beginning. That includes the losses, which are cumulative: what loss events have told is what the journal
 * says they have, so none is told twice or not at all, whenever the process dies.
 */
final class Manifest {
    private static final byte[] NO_BYTES = {};
    static final String NO_HASH = "0".repeat(64);

    private static final Pattern LOST = Pattern.compile("\"lost_count\":\\{([^}]*)\\},\"records_sha256\":");
    private static final Pattern LOST_BY = Pattern.compile("\"([a-z_]{1,64})\":(0|[1-9][0-9]{0,17})(?:,|$)");
    private static final String CLOSED = "\"closed\":true}";

    private final String epoch;
    private final CloudEventWriter lines;
    private final RecordCodec codec = new RecordCodec();
    private final MessageDigest covered = sha256();
    private final MessageDigest single = sha256();
    private final long[] known = new long[Quantity.ALL.size()];
    private final long[] sums = new long[Quantity.ALL.size()];
    private final long[] lost = new long[Counter.ALL.size()];
    private String previous = NO_HASH;
    private long first = 1;
    private long events;
    private long usages;
    private boolean closed;

    Manifest(EpochIdentity identity) {
        epoch = identity.epoch();
        lines = new CloudEventWriter(epoch, identity.source());
    }

    /** The JDK's own where it is there: a provider that the host has put before it may not be able to copy its state. */
    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN");
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException none) {
                throw new IllegalStateException("every Java platform has SHA-256", none);
            }
        }
    }

    /** The SHA-256 of an event's line and its line feed, in hexadecimal digits. */
    static String sha256(byte[] line) {
        return sha256(sha256(), line);
    }

    private static String sha256(MessageDigest digest, byte[] line) {
        digest.update(line);
        digest.update((byte) '\n');
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Renders an event, before it is journaled: what cannot be rendered must not get a sequence. The line is to be added
     * before the next one is rendered.
     *
     * @throws MalformedRecordException where the entry's body is none of its type
     */
    Line render(JournalEntry entry) throws MalformedRecordException {
        UsageRecord usage = entry.type() == RecordType.USAGE ? codec.decodeNext(entry.body()) : null;
        LossData loss = entry.type() == RecordType.LOSS ? LossData.parse(entry) : null;
        return new Line(entry, usage, loss, lines.render(entry, usage));
    }

    /** Takes an event that has been journaled. */
    void add(Line line) {
        boolean manifest = line.entry.type() == RecordType.MANIFEST;
        byte[] json = manifest ? line.text.bytes() : NO_BYTES;
        if (manifest) {
            begin(line.entry.sequence(), json);
        }
        line.text.update(covered);
        covered.update((byte) '\n');
        events++;
        closed = manifest && ends(json, CLOSED);
        if (line.usage != null) {
            usages++;
            for (Quantity quantity : Quantity.ALL) {
                long value = line.usage.value(quantity);
                if (value != UsageRecord.UNKNOWN) {
                    known[quantity.ordinal()]++;
                    sums[quantity.ordinal()] += value;
                }
            }
        }
        if (line.loss != null) {
            lost(line.loss.reason(), line.loss.count(), false);
        }
    }

    private void begin(long sequence, byte[] json) {
        previous = sha256(single, json);
        first = sequence;
        covered.reset();
        events = 0;
        usages = 0;
        for (int i = 0; i < sums.length; i++) {
            known[i] = 0;
            sums[i] = 0;
        }
        // The same that is here already, but after a restart.
        Matcher counts = LOST.matcher(new String(json, StandardCharsets.UTF_8));
        if (counts.find()) {
            for (Matcher each = LOST_BY.matcher(counts.group(1)); each.find(); ) {
                lost(each.group(1), Long.parseLong(each.group(2)), true);
            }
        }
    }

    private void lost(String reason, long count, boolean cumulative) {
        for (Counter counter : Counter.ALL) {
            if (counter.loss() && counter.word().equals(reason)) {
                lost[counter.ordinal()] = cumulative ? count : lost[counter.ordinal()] + count;
            }
        }
    }

    private static boolean ends(byte[] json, String end) {
        // The data's closing brace is the pattern's last character; the event's follows.
        int from = json.length - 1 - end.length();
        return from >= 0 && new String(json, from, end.length(), StandardCharsets.ISO_8859_1).equals(end);
    }

    /** How many events the next manifest would cover, the one before it included. */
    long events() {
        return events;
    }

    /** The last sequence that a manifest covers. */
    long sealed() {
        return first - 1;
    }

    /** Whether something happened since the last manifest. */
    boolean hasNews() {
        return events > (previous.equals(NO_HASH) ? 0 : 1);
    }

    /** Whether the last event is a manifest that says that none follows. */
    boolean isClosed() {
        return closed;
    }

    /** What loss events have told so far. */
    long lost(Counter counter) {
        return lost[counter.ordinal()];
    }

    /** The SHA-256 of the last manifest. */
    String previous() {
        return previous;
    }

    /**
     * The data of the manifest that seals everything up to now.
     *
     * @param last the last event's sequence
     * @param by what sealed it: {@code count}, {@code age}, {@code shutdown} or {@code recovery}
     * @param close whether no event is to follow
     */
    byte[] seal(long last, String by, boolean close) {
        JsonText json = new JsonText().open();
        json.put("epoch", epoch).put("first_sequence", first).put("last_sequence", last);
        json.put("record_count", events).put("usage_count", usages);
        json.open("sums");
        for (Quantity quantity : Quantity.ALL) {
            if (known[quantity.ordinal()] > 0) {
                json.open(quantity.field())
                        .put("known", known[quantity.ordinal()])
                        .put("sum", sums[quantity.ordinal()])
                        .close();
            }
        }
        json.close().open("lost_count");
        for (Counter counter : Counter.ALL) {
            if (lost[counter.ordinal()] > 0) {
                json.put(counter.word(), lost[counter.ordinal()]);
            }
        }
        json.close();
        json.put("records_sha256", HexFormat.of().formatHex(copyOfCovered().digest()));
        json.put("previous_manifest_sha256", previous).put("sealed_by", by);
        if (close) {
            json.put("closed", true);
        }
        return json.close().bytes();
    }

    /** The append may fail, and the manifest be made again later. */
    private MessageDigest copyOfCovered() {
        try {
            return (MessageDigest) covered.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this platform cannot be copied", e);
        }
    }

    /** An event and its canonical form, which the next one's takes the place of. */
    record Line(
            JournalEntry entry,
            @Nullable UsageRecord usage,
            @Nullable LossData loss,
            JsonText text) {}
}
