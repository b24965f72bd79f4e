package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meterweave.it.app.Endings;
import io.meterweave.it.app.ManyRuns;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The command line on directories of every kind: of a live JVM, of dead ones, missing, foreign and damaged. */
class ReportIT {
    private static final int RUNS = 500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void liveJvmIsReadWithoutDisturbingIt(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir)
                .main(Endings.class, "wait", RUNS)
                .start()) {
            jvm.awaitLine("calls=" + RUNS);
            Await.until(
                    "journaled calls",
                    Duration.ofSeconds(60),
                    () -> Dump.read(jdk, dir).usages().size() == RUNS);
            Exit report = report(jdk, dir, "--format", "csv");
            assertThat(report.code()).as(report.stderr()).isZero();
            assertThat(List.of(report.stdoutLines().get(1).split(",", -1)))
                    .contains(String.valueOf(RUNS), String.valueOf(3 * RUNS));
            jvm.tell("end");
            Exit exit = jvm.await(Duration.ofSeconds(60));
            assertThat(exit.code()).isZero();
            assertThat(exit.stderr()).doesNotContain("meterweave:");
        }
        assertThat(Dump.read(jdk, dir).withoutLosses().usages()).hasSize(RUNS);
    }

    @EachJdk
    void formatsAndGroups(Jdk jdk) throws IOException {
        Path dir = temp.resolve("meterweave");
        List<String> printed = Launch.on(jdk)
                .agent("dir=" + dir)
                .main(ManyRuns.class, 10, RUNS, 10)
                .run()
                .stdoutLines();
        String model = Dump.read(jdk, dir).usages().get(0).text("request_model");

        Exit table = report(jdk, dir, "--by", "subject,request_model");
        Exit csv = report(jdk, dir, "--by", "subject,request_model", "--format", "csv");
        Exit json = report(jdk, dir, "--by", "subject,request_model", "--format", "json");
        assertThat(List.of(table.code(), csv.code(), json.code())).containsOnly(0);
        JsonNode parsed = new ObjectMapper().readTree(json.stdout());
        assertThat(parsed.toString()).contains("subject", "request_model", "input_tokens");
        assertThat(csv.stdoutLines().get(0)).contains("subject", "request_model", "input_tokens");
        for (int subject = 0; subject < 10; subject++) {
            String name = "tenant-" + subject;
            String tokens = printed.get(subject).split("tokens=")[1];
            assertThat(table.stdoutLines()).anySatisfy(line -> assertThat(line).contains(name, model, tokens));
            assertThat(csv.stdoutLines())
                    .anySatisfy(line -> assertThat(List.of(line.split(","))).contains(name, model, tokens));
            assertThat(json.stdout()).contains('"' + name + '"');
        }
        assertThat(Launch.cli(jdk, "report", "--dir", dir.toString(), "--format", "xml")
                        .run()
                        .code())
                .isEqualTo(2);
        assertThat(Launch.cli(jdk, "report", "--no-such-option").run().code()).isEqualTo(2);
        assertThat(Launch.cli(jdk, "no-such-command").run().code()).isEqualTo(2);
        Exit future = report(jdk, dir, "--since", "2200-01-01T00:00:00Z", "--format", "csv");
        assertThat(future.code()).isZero();
        assertThat(future.stdout()).doesNotContain("tenant-");
    }

    @EachJdk
    void inputThatCannotBeReadIsNamedInOneLine(Jdk jdk) throws IOException {
        Path missing = temp.resolve("missing");
        Path file = Files.writeString(temp.resolve("file"), "not ours");
        Path foreign = Files.createDirectories(temp.resolve("foreign"));
        Files.writeString(foreign.resolve("holiday.jpg"), "not ours either");
        for (Path input : List.of(missing, file, foreign)) {
            for (String command : List.of("report", "dump", "stat")) {
                Exit exit = Launch.cli(jdk, command, "--dir", input.toString()).run();
                assertThat(exit.code()).as(command + " " + input).isEqualTo(3);
                assertThat(exit.stdout()).isEmpty();
                assertThat(exit.stderrLines()).hasSize(1).first().asString().contains(input.toString());
            }
        }
        assertThat(missing).doesNotExist();
        assertThat(Trees.below(foreign)).hasSize(1);
    }

    @EachJdk
    void truncatedJournalIsAFaultNotACrash(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Launch.on(jdk).agent("dir=" + dir).main(Endings.class, "return", RUNS).run();
        assertThat(Instances.of(dir)).hasSize(1);
        Damage.JOURNAL_IS_CUT.applyTo(Instances.of(dir).get(0));
        for (String command : List.of("report", "dump")) {
            Exit exit = Launch.cli(jdk, command, "--dir", dir.toString()).run();
            assertThat(exit.code()).as(exit.stderr()).isIn(1, 3);
            assertThat(exit.stderr()).isNotBlank().doesNotContain("\tat ");
        }
    }

    private static Exit report(Jdk jdk, Path dir, String... options) {
        Launch launch = Launch.cli(jdk, "report", "--dir", dir.toString());
        return launch.args(options).run();
    }
}
