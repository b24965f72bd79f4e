package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Attached;
import io.meterweave.it.app.HelloWorld;
import io.meterweave.it.app.Waiting;
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
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code attach} cannot do its work, it says why in one line, and the process is as it was. */
class AttachRefusedIT {
    private static final int FAULT = 1;
    private static final int UNREACHABLE = 4;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void noSuchProcess(Jdk jdk) {
        long ended;
        try (ForkedJvm jvm = Launch.on(jdk).main(HelloWorld.class).start()) {
            ended = jvm.pid();
            jvm.await(Duration.ofSeconds(60));
        }
        assertRefused(attach(jdk, ended), "process " + ended + " does not exist");
    }

    /** The attach API would end it: its first step is a SIGQUIT. */
    @EachJdk
    void processThatIsNoJvmLivesOn(Jdk jdk) throws IOException {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            assertRefused(attach(jdk, other.pid()), "is no JVM");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @EachJdk
    void jvmThatDoesNotWantTo(Jdk jdk) {
        assertRefuses(jdk, "DisableAttachMechanism", "-XX:+DisableAttachMechanism");
        // Without its performance data the attach API does not see that, and has the JVM print a thread dump.
        assertRefuses(jdk, "DisableAttachMechanism", "-XX:+DisableAttachMechanism", "-XX:-UsePerfData");
        assertRefuses(jdk, "EnableDynamicAgentLoading", "-XX:-EnableDynamicAgentLoading");
    }

    private static void assertRefuses(Jdk jdk, String why, String... flags) {
        Exit without = waiting(jdk, flags, null);
        Exit with = waiting(jdk, flags, why);
        assertThat(with.code()).isEqualTo(without.code());
        assertThat(with.stdout()).isEqualTo(without.stdout());
        assertThat(with.stderr()).isEqualTo(without.stderr());
        assertThat(Trees.below(with.work())).isEmpty();
    }

    private static Exit waiting(Jdk jdk, String[] flags, String why) {
        try (ForkedJvm jvm = Launch.on(jdk).flags(flags).main(Waiting.class).start()) {
            jvm.awaitLine("waiting");
            if (why != null) {
                assertRefused(attach(jdk, jvm.pid()), why);
            }
            jvm.tell("end");
            return jvm.await(Duration.ofSeconds(60));
        }
    }

    @EachJdk
    void javaWithoutTheAttachModule(Jdk jdk) {
        try (ForkedJvm jvm = Launch.on(jdk).main(Waiting.class).start()) {
            jvm.awaitLine("waiting");
            Exit exit = Launch.cli(jdk, "attach", Long.toString(jvm.pid()))
                    .flags("--limit-modules", "java.base,java.instrument,java.logging,jdk.unsupported")
                    .run();
            assertRefused(exit, "has no module jdk.attach");
        }
    }

    @EachJdk
    void nothingLoadedYetWritesNothing(Jdk jdk) {
        Exit without = waiting(jdk, new String[0], null);
        try (ForkedJvm jvm = Launch.on(jdk).main(Waiting.class).start()) {
            jvm.awaitLine("waiting");
            Exit attach = attach(jdk, jvm.pid());
            assertThat(attach.code()).as(attach.stderr()).isZero();
            assertThat(attach.stdoutLines())
                    .containsExactly(
                            "process " + jvm.pid() + " is metered; usage goes to "
                                    + jvm.work().resolve("meterweave"),
                            "nothing that is metered is loaded there yet; what is loaded from now on will be");
            jvm.tell("end");
            Exit with = jvm.await(Duration.ofSeconds(60));
            Unharmed.checkAttached(jdk, without, with);
            assertThat(Trees.below(with.work())).isEmpty();
        }
    }

    @EachJdk
    void directoryThatCannotBeWritten(Jdk jdk) throws IOException {
        Path file = Files.createFile(temp.resolve("a-file"));
        try (ForkedJvm jvm = Launch.on(jdk).main(Attached.class, 1, 10).start()) {
            jvm.awaitLine("running");
            Exit attach = attach(jdk, jvm.pid(), "dir=" + file.resolve("usage"));
            assertThat(attach.code()).isEqualTo(FAULT);
            assertThat(attach.stdout()).isEmpty();
            assertThat(attach.stderrLines()).singleElement().asString().contains("cannot keep usage in", "NOT metered");
            jvm.tell("attached");
            jvm.awaitLine("after=10");
            jvm.tell("end");
            assertThat(jvm.await(Duration.ofSeconds(60)).code()).isZero();
        }
    }

    private static Exit attach(Jdk jdk, long pid, String... settings) {
        return Launch.cli(jdk, "attach", Long.toString(pid)).args(settings).run();
    }

    private static void assertRefused(Exit exit, String why) {
        assertThat(exit.code()).as(exit.stderr()).isEqualTo(UNREACHABLE);
        assertThat(exit.stdout()).isEmpty();
        assertThat(exit.stderrLines())
                .singleElement()
                .asString()
                .startsWith("meterweave: attach: ")
                .contains(why);
    }
}
