package io.meterweave.cli;

import io.meterweave.agent.ConfiguredExporters;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.JournalException;
import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.Fact;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.UsageRecord;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.Delivery;
import io.meterweave.ship.Pace;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a range of an epoch's events once more, out of its journal and beside its cursor. A live epoch is only read; what
 * the target refuses goes to the dead letters like everywhere.
 */
final class RangeShipping implements EventVisitor {
    private final String epoch;
    private final long from;
    private final long to;
    private final String name;
    private final Messages messages;
    private final Patience patience = new Patience();
    private final Pace pace;
    private final List<UsageEvent> batch = new ArrayList<>();
    private long batchBytes;
    private final List<String> missing = new ArrayList<>();
    private @Nullable CloudEventWriter writer;
    private final ConfiguredExporters exporters;
    private @Nullable Delivery delivery;
    private boolean over;
    private long next;
    private long sent;
    private long refused;

    RangeShipping(
            ConfiguredExporters exporters,
            String epoch,
            long from,
            long to,
            String name,
            long waitNanos,
            Messages messages) {
        this.exporters = exporters;
        this.epoch = epoch;
        this.from = from;
        this.to = to;
        this.name = name;
        this.messages = messages;
        this.next = from;
        this.pace = exporters.pace(name);
        patience.end(waitNanos);
    }

    int run(Output out) throws OutputException {
        Findings findings = new Findings(messages);
        try (EpochScan scan = new EpochScan(exporters.dir(), epoch::equals, findings);
                UsageExporter exporter = exporters.create(name)) {
            delivery = new Delivery(name, exporter, messages::say, patience, pace);
            scan.read(this);
            if (!scan.hasRead()) {
                throw new JournalException("there is no epoch " + epoch + " in " + exporters.dir());
            }
            send();
        }
        skipTo(to + 1);
        int code = findings.exitCode();
        if (!missing.isEmpty()) {
            messages.say("epoch " + epoch + ": its journal no longer has, or never had, sequence "
                    + String.join(", ", missing) + "; what was delivered is deleted after its grace period");
            code = ExitCode.worse(code, ExitCode.UNREADABLE);
        }
        out.text("epoch " + epoch + " exporter " + name + ": " + sent + " of sequence " + from + " to " + to + " sent"
                + (refused == 0 ? "" : ", " + refused + " refused and kept as dead letters")
                + (over ? "; NOT the rest: the wait was over\n" : "\n"));
        return ExitCode.worse(code, over ? ExitCode.UNREACHABLE : refused > 0 ? ExitCode.FAULT : ExitCode.OK);
    }

    @Override
    public void event(EpochIdentity identity, JournalEntry entry, @Nullable UsageRecord usage) {
        long sequence = entry.sequence();
        if (sequence < from || sequence > to) {
            return;
        }
        skipTo(sequence);
        next = sequence + 1;
        if (over) {
            return;
        }
        if (writer == null) {
            writer = new CloudEventWriter(identity.epoch(), identity.source());
        }
        String subject = usage == null ? null : usage.get(Fact.SUBJECT);
        byte[] json = writer.write(entry, usage);
        if (batchBytes + json.length > pace.batchBytes()) {
            send();
        }
        batch.add(new UsageEvent(epoch, sequence, entry.type().eventType(), subject, json));
        batchBytes += json.length;
        if (batch.size() == pace.gathered()) {
            send();
        }
    }

    private void skipTo(long sequence) {
        if (sequence > next) {
            missing.add(sequence == next + 1 ? Long.toString(next) : next + " to " + (sequence - 1));
        }
    }

    private void send() {
        Delivery to = delivery;
        if (to == null || batch.isEmpty() || over) {
            return;
        }
        List<Refused> answers = to.deliver(batch);
        over = answers == null || !keep(answers);
        if (answers != null && !over) {
            refused += answers.size();
            sent += batch.size() - answers.size();
        }
        batch.clear();
        batchBytes = 0;
    }

    private boolean keep(List<Refused> answers) {
        if (answers.isEmpty()) {
            return true;
        }
        Epoch of = Epoch.at(exporters.dir().resolve("instances").resolve(epoch));
        try {
            DeadLetters letters = DeadLetters.of(of, name);
            int unused = letters.keep(answers);
            return true;
        } catch (IOException e) {
            messages.say("exporter " + name + ": what its target refused cannot be kept: " + e.getMessage()
                    + "; nothing is lost, it is in the journal: make room and run this again");
            return false;
        }
    }
}
