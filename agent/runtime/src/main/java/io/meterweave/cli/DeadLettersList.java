package io.meterweave.cli;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JsonText;
import io.meterweave.ship.DeadLetter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the open dead letters. */
@Command(
        name = "list",
        description = "Prints the events that targets have refused for good, and what the targets said.")
final class DeadLettersList implements Callable<Integer> {
    /** The forms in which they are printed. */
    enum Format {
        /** For people. */
        TABLE,
        /** One object on one line for each letter, with the event. */
        JSON
    }

    private interface Row {
        void take(LetterBox box, DeadLetter letter) throws OutputException;
    }

    private static final int AT_A_TIME = 1_000;

    private final Output out;
    private final Messages messages;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Option(names = "--exporter", paramLabel = "NAME", description = "Only what this exporter's target refused.")
    private @Nullable String exporter;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json (default: table).")
    private Format format = Format.TABLE;

    DeadLettersList(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        LetterBox.Found found = LetterBox.find(directory.path(), null, exporter, messages);
        if (format == Format.JSON) {
            each(found, this::json);
        } else {
            table(found);
        }
        return found.code();
    }

    private static void each(LetterBox.Found found, Row row) throws OutputException {
        for (LetterBox box : found.boxes()) {
            List<DeadLetter> some = box.open().after(0, AT_A_TIME);
            while (!some.isEmpty()) {
                for (DeadLetter letter : some) {
                    row.take(box, letter);
                }
                some = box.open().after(some.get(some.size() - 1).event().sequence(), AT_A_TIME);
            }
        }
    }

    private void json(LetterBox box, DeadLetter letter) throws OutputException {
        out.write(new JsonText()
                .open()
                .put("epoch", box.letters().epoch())
                .put("sequence", letter.event().sequence())
                .put("time", CloudEventWriter.time(letter.timeNanos()))
                .put("exporter", box.letters().exporter())
                .put("answer", letter.answer())
                .raw("event", letter.event().json())
                .close()
                .bytes());
        out.write('\n');
    }

    private void table(LetterBox.Found found) throws OutputException {
        Table table = new Table(List.of("epoch", "exporter", "time", "answer", "sequence"), 4);
        each(found, (box, letter) -> table.measure(cells(box, letter)));
        TreeMap<String, Long> counts = new TreeMap<>();
        table.head(out);
        each(found, (box, letter) -> {
            table.row(cells(box, letter), out);
            counts.merge(box.letters().exporter(), 1L, Long::sum);
        });
        table.rule(out);
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder line = new StringBuilder("total ").append(total);
        counts.forEach(
                (name, count) -> line.append(", ").append(name).append(' ').append(count));
        out.text(line.append('\n').toString());
    }

    private static List<String> cells(LetterBox box, DeadLetter letter) {
        return List.of(
                box.letters().epoch(),
                PlainText.of(box.letters().exporter()),
                CloudEventWriter.time(letter.timeNanos()),
                PlainText.of(letter.answer()),
                Long.toString(letter.event().sequence()));
    }
}
