package io.meterweave.cli;

import io.meterweave.agent.ConfiguredExporters;
import io.meterweave.journal.JournalException;
import io.meterweave.ship.DeadLetter;
import io.meterweave.ship.Delivery;
import io.meterweave.ship.Pace;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Sends open dead letters again. The lock on them is taken for each mark and not while sending: the JVM whose letters they
 * are may have new ones meanwhile. Two replays at once send twice, with the same ids.
 */
@Command(
        name = "replay",
        description =
                "Sends events that a target has refused again, with their old ids and bytes, once the target was mended.")
final class DeadLettersReplay implements Callable<Integer> {
    private static final int AT_A_TIME = 500;

    private final Output out;
    private final Messages messages;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Mixin
    private ExporterOptions options = new ExporterOptions();

    @Option(names = "--exporter", paramLabel = "NAME", required = true, description = "Through this exporter, its own.")
    private String exporter = "";

    @Option(names = "--epoch", paramLabel = "ID", description = "Only those of this epoch.")
    private @Nullable String epoch;

    @Option(names = "--sequence", paramLabel = "N", description = "Only the one of this sequence.")
    private @Nullable Long sequence;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Patience patience = new Patience();
    private int code = ExitCode.OK;

    DeadLettersReplay(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        ConfiguredExporters exporters = options.read(spec, directory.given(spec), exporter);
        patience.end(options.waitNanos(spec));
        LetterBox.Found found = LetterBox.find(exporters.dir(), epoch, exporter, messages);
        code = found.code();
        Long only = sequence;
        if (only != null
                && found.boxes().stream()
                        .noneMatch(box -> box.open().sequences().contains(only))) {
            throw new JournalException("exporter " + exporter + " has no open dead letter of sequence " + only);
        }
        Pace pace = exporters.pace(exporter);
        try (UsageExporter to = exporters.create(exporter)) {
            Delivery delivery = new Delivery(exporter, to, messages::say, patience, pace);
            for (LetterBox box : found.boxes()) {
                replay(box, delivery, pace.gathered());
            }
        }
        return code;
    }

    private void replay(LetterBox box, Delivery delivery, int atATime) throws OutputException {
        long accepted = 0;
        long refused = 0;
        long last = sequence == null ? 0 : sequence - 1;
        int most = sequence == null ? Math.min(AT_A_TIME, atATime) : 1;
        String end = "";
        while (true) {
            List<UsageEvent> batch = box.open().after(last, most).stream()
                    .map(DeadLetter::event)
                    .filter(event -> sequence == null || event.sequence() == sequence)
                    .toList();
            if (batch.isEmpty()) {
                break;
            }
            last = batch.get(batch.size() - 1).sequence();
            List<Refused> answers = delivery.deliver(batch);
            if (answers == null || !mark(box, batch, answers)) {
                code = ExitCode.worse(code, ExitCode.UNREACHABLE);
                end = "; NOT the rest: run it again";
                break;
            }
            accepted += batch.size() - answers.size();
            refused += answers.size();
        }
        if (refused > 0) {
            code = ExitCode.worse(code, ExitCode.FAULT);
        }
        if (accepted + refused > 0 || !end.isEmpty()) {
            out.text("epoch " + box.letters().epoch() + " exporter " + exporter + ": " + accepted + " accepted, "
                    + refused + " refused again" + end + "\n");
        }
    }

    private boolean mark(LetterBox box, List<UsageEvent> batch, List<Refused> answers) {
        Map<Long, String> again = new LinkedHashMap<>();
        answers.forEach(refused -> again.put(refused.event().sequence(), refused.answer()));
        try {
            box.letters().refusedAgain(again);
            box.letters()
                    .replayed(batch.stream()
                            .map(UsageEvent::sequence)
                            .filter(sent -> !again.containsKey(sent))
                            .toList());
            return true;
        } catch (IOException e) {
            messages.say("epoch " + box.letters().epoch() + ": that its letters were sent cannot be written: "
                    + Objects.requireNonNullElse(e.getMessage(), e.toString())
                    + "; they are sent once more by the next replay, with the same ids: make room");
            return false;
        }
    }
}
