package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.HelloWorld;
import io.meterweave.it.app.HostLibraries;
import io.meterweave.it.app.RunOverloads;
import io.meterweave.it.app.SecurityManagerHost;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program does with the agent what it does without, whatever else is in its JVM. */
class HostUnharmedIT {
    private static final int OVERLOADS = 7;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void helloWorld(Jdk jdk) {
        Exit without = Launch.on(jdk).main(HelloWorld.class).run();
        Exit with = metered(Launch.on(jdk)).main(HelloWorld.class).run();
        Unharmed.check(without, with);
        assertThat(Unharmed.remarks(with)).isEmpty();
    }

    @EachJdk
    void otherVersionsOfTheAgentsLibraries(Jdk jdk) {
        Exit without = hostLibraries(Launch.on(jdk)).run();
        Exit with = hostLibraries(metered(Launch.on(jdk))).run();
        assertThat(without.code()).as(without.stderr()).isZero();
        assertThat(without.stdout()).contains("chronicle-queue-5.25ea16.jar", "2.15.4", "byte-buddy-1.12.23.jar");
        Unharmed.check(without, with);
        assertThat(Dump.read(jdk, dir()).withoutLosses().usages()).hasSize(100);
    }

    @EachJdk
    void secondAgentJar(Jdk jdk) throws IOException {
        Path copy = Files.copy(Libraries.agent(), temp.resolve("another-name.jar"));
        Exit without = Launch.on(jdk).main(RunOverloads.class).run();
        Exit with = metered(metered(Launch.on(jdk)).agent(copy, "dir=" + dir()))
                .main(RunOverloads.class)
                .run();
        Unharmed.check(without, with);
        assertThat(Dump.read(jdk, dir()).withoutLosses().usages()).hasSize(OVERLOADS);
    }

    @EachJdk
    void openTelemetryAgentBeforeOrBehind(Jdk jdk) {
        Exit without = openTelemetry(Launch.on(jdk)).main(RunOverloads.class).run();
        Exit before =
                metered(openTelemetry(Launch.on(jdk))).main(RunOverloads.class).run();
        Exit behind =
                openTelemetry(metered(Launch.on(jdk))).main(RunOverloads.class).run();
        for (Exit with : List.of(before, behind)) {
            // A peer that is silently off would make this test pass for nothing.
            assertThat(with.stderr()).contains("opentelemetry-javaagent - version:");
            Unharmed.check(without, with);
        }
        assertThat(Dump.read(jdk, dir()).withoutLosses().usages()).hasSize(2 * OVERLOADS);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("io.meterweave.it.fork.Jdks#withSecurityManager")
    void securityManager(Jdk jdk) throws IOException {
        Exit without = Launch.on(jdk)
                .flags("-Djava.security.manager")
                .main(SecurityManagerHost.class)
                .run();
        Exit with = metered(Launch.on(jdk).flags("-Djava.security.manager"))
                .main(SecurityManagerHost.class)
                .run();
        assertThat(without.stdout()).startsWith("refused");
        Unharmed.check(without, with);

        Path policy =
                Files.writeString(temp.resolve("all.policy"), "grant { permission java.security.AllPermission; };");
        String[] flags = {"-Djava.security.manager", "-Djava.security.policy==" + policy};
        Unharmed.check(
                Launch.on(jdk)
                        .flags(flags)
                        .main(SecurityManagerHost.class, "infer")
                        .run(),
                metered(Launch.on(jdk).flags(flags))
                        .main(SecurityManagerHost.class, "infer")
                        .run());
    }

    @EachJdk
    void toolsOfTheJdkAreSkipped(Jdk jdk) {
        assertSkipped(jdk, "javac", "-version");
        assertSkipped(jdk, "keytool", "-list", "-help");
        assertSkipped(jdk, "jcmd", "-h");
        assertSkipped(jdk, "jar", "--version");
    }

    private void assertSkipped(Jdk jdk, String tool, String... args) {
        Exit without = Launch.tool(jdk, tool, args).run();
        Exit with = Launch.tool(jdk, tool, args)
                .env("JAVA_TOOL_OPTIONS", "-javaagent:" + Libraries.agent())
                .run();
        assertThat(with.code()).isEqualTo(without.code());
        assertThat(with.stdout()).isEqualTo(without.stdout());
        assertThat(with.stderrLines()).anyMatch(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
        List<String> rest = with.stderrLines().stream()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .toList();
        assertThat(rest).isEqualTo(without.stderrLines());
        assertThat(Trees.below(with.work())).isEmpty();
    }

    private static Launch openTelemetry(Launch launch) {
        return launch.agent(Libraries.openTelemetryAgent())
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_LOGS_EXPORTER", "none");
    }

    private static Launch hostLibraries(Launch launch) {
        return launch.classpath(Libraries.classpathWithHostLibraries())
                .flags(
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
                .main(HostLibraries.class, "queues");
    }

    private Launch metered(Launch launch) {
        return launch.agent("dir=" + dir());
    }

    private Path dir() {
        return temp.resolve("meterweave");
    }
}
