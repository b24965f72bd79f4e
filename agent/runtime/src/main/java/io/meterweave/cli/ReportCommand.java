package io.meterweave.cli;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Adds up usage by who is billed, or by whatever else a record says. */
@Command(
        name = "report",
        description = "Adds up the usage that was journaled, also while the JVMs run.",
        footer = "%nA quantity that no record says is unknown, which is not 0.")
final class ReportCommand implements Callable<Integer> {
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[J";
    private static final long FOLLOW_MILLIS = 1000;

    private final Output out;
    private final Messages messages;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--by",
            paramLabel = "NAMES",
            description = "What to group by, separated by commas: subject, request_model, response_model, provider,"
                    + " operation, device, outcome, tokens_source, attributes.<key>, service, instance, epoch, day, hour"
                    + " (default: subject,request_model).")
    private String by = "subject,request_model";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what began then or later: 2026-11-22T10:00:00Z, 2026-11-22 (UTC), or a duration back"
                    + " from now: 30s, 15m, 24h, 7d.")
    private @Nullable String since;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json or csv (default: table).")
    private ReportFormat format = ReportFormat.TABLE;

    @Option(names = "--follow", description = "Goes on, and prints anew when usage arrives, until interrupted.")
    private boolean follow;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ReportCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        List<Dimension> dimensions;
        Since from;
        try {
            dimensions = Dimension.parse(by);
        } catch (IllegalArgumentException e) {
            throw invalid("--by", e);
        }
        try {
            from = since == null ? null : Since.parse(since, Instant.now());
        } catch (IllegalArgumentException e) {
            throw invalid("--since", e);
        }
        long sinceNanos = from == null ? Long.MIN_VALUE : from.epochNanos();
        Findings findings = new Findings(messages);
        Report report = new Report(new Aggregation(dimensions, sinceNanos, Aggregation.MOST_GROUPS), findings, from);
        try (EpochScan scan = new EpochScan(directory.path(), id -> true, findings)) {
            if (follow) {
                follow(scan, report);
            } else {
                read(scan, report);
                render(report);
            }
        } catch (TooManyGroupsException e) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--by': '" + by + "' makes " + e.getMessage());
        }
        return findings.exitCode();
    }

    private ParameterException invalid(String option, IllegalArgumentException e) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': " + e.getMessage(), e);
    }

    private void read(EpochScan scan, Report report) throws OutputException {
        Progress progress = new Progress(messages, true, System::nanoTime);
        try {
            scan.read((epoch, entry, usage) -> {
                report.usage().event(epoch, entry, usage);
                progress.read();
            });
        } finally {
            progress.end();
        }
    }

    private void follow(EpochScan scan, Report report) throws OutputException {
        boolean first = true;
        while (true) {
            long events = report.usage().events();
            int state = report.findings().state();
            read(scan, report);
            if (first
                    || events != report.usage().events()
                    || state != report.findings().state()) {
                if (out.isTerminal()) {
                    out.text(CLEAR_SCREEN);
                } else if (!first && format != ReportFormat.JSON) {
                    out.text("\n");
                }
                first = false;
                render(report);
            }
            try {
                Thread.sleep(FOLLOW_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void render(Report report) throws OutputException {
        format.render(report, out);
        out.flush();
        if (format == ReportFormat.CSV && !report.usage().lost().isEmpty()) {
            StringJoiner lost = new StringJoiner(", ");
            for (var loss : report.usage().lost().entrySet()) {
                BigInteger count = loss.getValue();
                lost.add(loss.getKey() + " " + count);
            }
            messages.say("records were lost, which csv has no place for: " + lost + "; --format=json has them");
        }
    }
}
