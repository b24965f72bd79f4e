package io.meterweave.cli.verify;

import io.meterweave.record.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A completeness certificate as one JSON object on one line. Sums may exceed 64 bits. */
public final class JsonCertificate {
    private final Verification of;
    private final OutputStream out;
    private final JsonText json = new JsonText();

    /** Makes one. */
    public JsonCertificate(Verification of, OutputStream out) {
        this.of = of;
        this.out = out;
    }

    /** Prints it. */
    public void print() throws IOException {
        String result = of.isFaulty() ? "fault" : of.isIncomplete() ? "incomplete" : "complete";
        text("{\"result\":\"" + result + "\",\"faults\":[");
        String separator = "";
        for (Fault fault : of.faults().all()) {
            text(separator);
            separator = ",";
            fault(fault);
        }
        text("]");
        if (of.faults().unnamed() > 0) {
            text(",\"unnamed_faults\":true");
        }
        for (Side side : Side.values()) {
            Books books = of.books(side);
            if (books != null) {
                side(side, books);
            }
        }
        text("}\n");
    }

    private void fault(Fault fault) throws IOException {
        json.reset()
                .open()
                .put("in", fault.side().word())
                .put("kind", fault.kind().word());
        if (!fault.epoch().isEmpty()) {
            json.put("epoch", fault.epoch());
        }
        if (fault.first() != 0) {
            json.put("first_sequence", fault.first()).put("last_sequence", fault.last());
        }
        if (!fault.detail().isEmpty()) {
            json.put("detail", fault.detail());
        }
        out.write(json.close().bytes());
    }

    private void side(Side side, Books books) throws IOException {
        text(",\"" + side.word() + "\":{\"event_count\":" + books.events() + ",\"usage_count\":" + books.usages()
                + ",\"repeated\":" + books.repeated() + ",\"epochs\":[");
        String separator = "";
        for (EpochLedger epoch : books.epochs()) {
            text(separator);
            separator = ",";
            epoch(side, epoch);
        }
        for (var deleted : books.deleted().entrySet()) {
            if (books.find(deleted.getKey()) == null) {
                text(separator);
                separator = ",";
                json.reset().open().put("epoch", deleted.getKey()).put("state", "deleted");
                out.write(json.put("last_sequence", deleted.getValue()).close().bytes());
            }
        }
        text("]}");
    }

    private void epoch(Side side, EpochLedger epoch) throws IOException {
        json.reset().open().put("epoch", epoch.epoch()).put("source", epoch.source());
        json.put("state", State.of(of, side, epoch).word())
                .put("first_sequence", epoch.first())
                .put("last_sequence", epoch.last())
                .put("event_count", epoch.events())
                .put("usage_count", epoch.usages())
                .put("repeated", epoch.repeated());
        if (epoch.trimmed().sequence() > 0) {
            json.put("trimmed_sequence", epoch.trimmed().sequence());
        }
        ManifestHashes manifests = epoch.manifests();
        json.put("manifest_count", manifests.count());
        String hash = manifests.hashAtOrBelow(Long.MAX_VALUE);
        if (hash != null) {
            json.open("last_manifest").put("sequence", manifests.atOrBelow(Long.MAX_VALUE));
            json.put("sha256", hash).close();
        }
        json.put("not_sealed", epoch.seals().unsealed());
        long @Nullable [] behind = side == Side.JOURNAL ? of.behind(epoch.epoch()) : null;
        if (behind != null) {
            json.open("not_delivered")
                    .put("first_sequence", behind[0])
                    .put("event_count", behind[1])
                    .close();
        }
        json.open("sums");
        epoch.sums().forEach((field, sum) -> {
            json.open(field).put("known", sum.known());
            number("sum", sum.sum());
            json.close();
        });
        json.close().open("lost_count");
        epoch.seals().lost().forEach(this::number);
        out.write(json.close().close().bytes());
    }

    private void number(String key, BigInteger value) {
        json.raw(key, value.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
