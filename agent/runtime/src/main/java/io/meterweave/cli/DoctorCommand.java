package io.meterweave.cli;

import io.meterweave.agent.AgentStart;
import io.meterweave.cli.doctor.Audit;
import io.meterweave.cli.doctor.Finding;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells, before an application is metered, what of its inference would be. */
@Command(
        name = "doctor",
        description = "Lists the inference entry points of an application: which would be metered, with what, and which"
                + " would not, and why. Nothing is loaded, and no JVM is changed.",
        footer = "%nExit codes: 0 all that was found would be metered; 1 something would not; 3 something could not be"
                + " read.")
final class DoctorCommand implements Callable<Integer> {
    private final Output out;
    private final Messages messages;

    @Parameters(
            paramLabel = "PID|JAR|DIR",
            arity = "1..*",
            description = "A JVM that runs, by its process; or jars and directories.")
    private List<String> named = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json (default: table).")
    private AuditFormat format = AuditFormat.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DoctorCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        Audit audit = new Audit(AgentStart.plugins());
        try {
            look(audit);
        } catch (UnreachableJvmException e) {
            messages.say("doctor: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        }
        List<Finding> findings = audit.findings();
        if (format == AuditFormat.JSON) {
            AuditText.json(findings, audit.unreadable(), out);
        } else {
            AuditText.table(findings, out);
        }
        audit.unreadable()
                .forEach((where, cause) ->
                        messages.say("doctor: " + where + ": " + cause + "; what is in it is not known"));
        if (!audit.unreadable().isEmpty()) {
            return ExitCode.UNREADABLE;
        }
        return findings.stream().allMatch(Finding::woven) ? ExitCode.OK : ExitCode.FAULT;
    }

    private void look(Audit audit) throws UnreachableJvmException {
        String first = named.get(0);
        if (named.size() == 1 && first.matches("[1-9][0-9]{0,9}") && !Files.exists(Path.of(first))) {
            try (RunningJvm jvm = new JvmProcess(Long.parseLong(first)).connect()) {
                new JvmClassPath(first).entries(jvm).forEach(audit::addClassPathEntry);
            }
            return;
        }
        for (String name : named) {
            try {
                audit.add(Path.of(name));
            } catch (InvalidPathException e) {
                throw new ParameterException(spec.commandLine(), "'" + name + "' is no path", e);
            }
        }
    }
}
