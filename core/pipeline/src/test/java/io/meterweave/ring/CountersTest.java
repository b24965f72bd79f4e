package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {
    @TempDir
    Path temp;

    private File file;
    private Counters counters;

    @BeforeEach
    void open() throws Exception {
        file = temp.resolve("counters.dat").toFile();
        counters = Counters.open(file);
    }

    @Test
    void countsFromManyThreadsOutliveTheirObject() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 20_000; n++) {
                    counters.add(Counter.ALL.get(n % Counter.ALL.size()), 1);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Counters again = Counters.open(file);
        long sum = 0;
        for (Counter counter : Counter.ALL) {
            int counted = (20_000 - counter.ordinal() + Counter.ALL.size() - 1) / Counter.ALL.size();
            assertThat(again.get(counter)).isEqualTo(counters.get(counter)).isEqualTo(4L * counted);
            sum += again.get(counter);
        }
        assertThat(sum).isEqualTo(80_000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                .isEqualTo("rw-------");
    }

    @Test
    void filesThatAreNoneAreRefused() throws Exception {
        for (int length : new int[] {1, 4095, 4097}) {
            Files.write(file.toPath(), new byte[length]);
            assertThatThrownBy(() -> Counters.open(file)).isInstanceOf(IOException.class);
        }
        byte[] foreign = new byte[4096];
        foreign[0] = 1;
        Files.write(file.toPath(), foreign);
        assertThatThrownBy(() -> Counters.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file of counters");
        Files.write(file.toPath(), new byte[0]);
        assertThat(Counters.open(file).get(Counter.RING_FULL)).isZero();
    }
}
