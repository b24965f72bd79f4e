package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Forks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EpochLockTest {
    @TempDir
    Path temp;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(String what, Path path) throws IOException {
        Process process = Forks.start(
                Path.of(System.getProperty("java.home")),
                temp.resolve("errors"),
                EpochProcess.class,
                what,
                path.toString());
        processes.add(process);
        return process;
    }

    private static String answer(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void anotherProcessCannotTakeALiveEpochAndCanTakeADeadOne() throws Exception {
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            assertThat(answer(start("lock", epoch.dir()))).isEqualTo("refused");
            epoch.close();
            assertThat(answer(start("lock", epoch.dir()))).isEqualTo(epoch.dir().toString());
        }
    }

    @Test
    void thisProcessKeepsItsLockThoughItTriesItAgain() throws Exception {
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            assertThat(Epoch.at(epoch.dir()).tryLock()).isNull();
            assertThat(Epoch.list(temp).get(0).tryLock()).isNull();
            assertThat(answer(start("lock", epoch.dir()))).isEqualTo("refused");
        }
    }

    @Test
    void aKilledProcessLeavesTheLockFree() throws Exception {
        Process process = start("create", temp);
        Path dir = Path.of(answer(process));
        Epoch found = Epoch.at(dir);
        assertThat(found.identity().instance()).isEqualTo("other");
        assertThat(found.tryLock()).isNull();
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(137);
        try (Epoch locked = found.tryLock()) {
            assertThat(locked).isNotNull();
            assertThat(answer(start("lock", dir))).isEqualTo("refused");
        }
    }
}
