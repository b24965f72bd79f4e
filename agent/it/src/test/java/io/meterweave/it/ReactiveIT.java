package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.netty.LoopScenes;
import io.meterweave.it.app.netty.MessageScenes;
import io.meterweave.it.app.reactor.ReactorScenes;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * On Netty, what is done for a message is billed to the request that it is of, and what is handed to its executors to whom it was
 * handed over for; the loops themselves work for nobody. In Reactor, operators are billed to who has subscribed.
 */
class ReactiveIT {
    private static final List<String> NETTY = List.of("netty-4.1.60", "netty-4.2");
    private static final List<String> REACTOR = List.of("reactor-3.4", "reactor-3.8");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void eachMessageIsOfItsOwnRequest(Jdk jdk) {
        NETTY.forEach(version -> check(jdk, version, MessageScenes.class));
    }

    @EachJdk
    void eventLoopsWorkForWhomTheirTasksAre(Jdk jdk) {
        NETTY.forEach(version -> check(jdk, version, LoopScenes.class));
    }

    @EachJdk
    void operatorsWorkForWhoHasSubscribed(Jdk jdk) {
        REACTOR.forEach(version -> check(jdk, version, ReactorScenes.class));
    }

    private void check(Jdk jdk, String stack, Class<?> program) {
        Path dir = temp.resolve(stack);
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir, "subject.from=header:X-Tenant")
                .classpath(Libraries.stack(stack))
                .main(program)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        Map<String, Long> expected = new TreeMap<>();
        for (String line : exit.stdoutLines()) {
            String[] words = line.split(" ");
            expected.put(words[0], Long.valueOf(words[1]));
        }
        Map<String, Long> billed = new TreeMap<>();
        for (Event event : Dump.read(jdk, dir).withoutLosses().usages()) {
            billed.merge(event.subject().isEmpty() ? "-" : event.subject(), 1L, Long::sum);
        }
        assertThat(expected).isNotEmpty();
        assertThat(billed).as(stack).isEqualTo(expected);
    }
}
