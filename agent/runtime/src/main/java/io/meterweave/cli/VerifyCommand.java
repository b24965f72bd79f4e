package io.meterweave.cli;

import io.meterweave.cli.verify.JsonCertificate;
import io.meterweave.cli.verify.LineFile;
import io.meterweave.cli.verify.TextCertificate;
import io.meterweave.cli.verify.TooManyFaultsException;
import io.meterweave.cli.verify.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that nothing is missing, doubled or altered, or names what is. */
@Command(
        name = "verify",
        description = "Holds events to what their manifests say: names every one that is missing, doubled or altered,"
                + " and prints a certificate of how far the rest is complete.",
        footer =
                "%nWith both --dir and --file, the file is held against the journal too. Without either, the journal in"
                        + " ./meterweave is verified.")
final class VerifyCommand implements Callable<Integer> {
    /** Who is adopted while the scan runs may be read before its adopter: a few times more, not for ever. */
    private static final int MOST_ROUNDS = 10;

    private final Output out;
    private final Messages messages;

    @Option(names = "--dir", paramLabel = "DIR", description = "The directory that the agents were given as 'dir'.")
    private @Nullable Path dir;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Events as dump prints them or an exporter has delivered them, one a line; a directory of"
                    + " *.jsonl; or - for standard input. May be given several times, in the order of their writing.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private VerifyFormat format = VerifyFormat.TEXT;

    private boolean unreadable;

    VerifyCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws IOException {
        Path root = dir == null && files.isEmpty() ? Path.of("./meterweave") : dir;
        Verification verification = new Verification(!files.isEmpty(), root != null);
        Findings findings = new Findings(messages);
        Progress progress = new Progress(messages, true, System::nanoTime);
        try {
            for (Path named : files) {
                read(named, verification, progress);
            }
            if (root != null) {
                scan(root, verification, findings, progress);
            }
        } catch (TooManyFaultsException e) {
            messages.say("verify: " + e.getMessage() + ", the rest is not read; is this what an agent has metered?");
        } finally {
            progress.end();
        }
        boolean partly = unreadable || findings.exitCode() == ExitCode.UNREADABLE;
        if (partly) {
            verification.incomplete();
        }
        print(verification);
        return partly ? ExitCode.UNREADABLE : verification.isFaulty() ? ExitCode.FAULT : findings.exitCode();
    }

    private void read(Path named, Verification verification, Progress progress) {
        try {
            for (Path file : DeliveredFiles.in(named)) {
                try (InputStream in = file.equals(DeliveredFiles.STDIN) ? System.in : Files.newInputStream(file)) {
                    LineFile lines = new LineFile(in);
                    for (long number = 1; lines.next(); number++) {
                        verification.fileLine(lines, file.toString(), number);
                        progress.read();
                    }
                }
            }
        } catch (IOException e) {
            unreadable = true;
            messages.say(named + " cannot be read: " + e + "; name the files that exporters wrote with --file");
        }
    }

    private void scan(Path root, Verification verification, Findings findings, Progress progress)
            throws OutputException {
        JournalLines lines = new JournalLines(verification, progress);
        try (EpochScan scan = new EpochScan(root, id -> true, findings)) {
            int rounds = 0;
            do {
                scan.read(lines);
            } while (verification.isBehindAdopter() && ++rounds < MOST_ROUNDS);
        }
    }

    private void print(Verification verification) throws IOException {
        verification.end();
        if (format == VerifyFormat.JSON) {
            new JsonCertificate(verification, out).print();
        } else {
            new TextCertificate(verification, out, PlainText::of).print();
        }
        out.flush();
    }
}
