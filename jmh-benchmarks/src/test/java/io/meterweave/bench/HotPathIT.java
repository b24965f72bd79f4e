package io.meterweave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick form of the benchmarks: guards by a ratio within one run, and by bytes, which know no noise. */
class HotPathIT {
    private static final double MOST_TIMES_THE_FLOOR = 2.5;
    private static final int FORKS = 3;
    private static final int ONCE_IN = 1_000;
    private static final int BURSTS = 700;

    private static final Path TARGET = Path.of(System.getProperty("bench.target"));
    private static final Path AGENT = Path.of(System.getProperty("bench.agent"));

    @TempDir
    Path work;

    static Stream<Arguments> jdksAndCalls() throws Exception {
        return Jdks.all().stream().flatMap(jdk -> Stream.of("stub", "annotated").map(call -> Arguments.of(jdk, call)));
    }

    @ParameterizedTest
    @MethodSource("jdksAndCalls")
    @DisplayName(
            "Hook plus record cost at most 2.5 times two readings of the clock, allocate nothing, and lose nothing")
    void cost(Jdks.Jdk jdk, String call) throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < FORKS; i++) {
            Path usage = work.resolve("usage" + i);
            HotPath.Line line = fork(jdk, call, usage);
            System.out.println("JDK " + jdk.feature() + ", " + call + ": " + line);
            // A call that allocates does so each time, 16 bytes at least. What the JVM does once is no call's.
            assertThat(line.bytes() / ONCE_IN)
                    .as("bytes that the calls allocated")
                    .isZero();
            assertThat(Arrivals.dump(jdk.java(), AGENT, usage)).isEqualTo(new Arrivals(line.calls(), 0));
            ratios.add(line.ratio());
        }
        assertThat(Figures.median(ratios))
                .as("times the floor, of %s", ratios)
                .isLessThanOrEqualTo(MOST_TIMES_THE_FLOOR);
    }

    private HotPath.Line fork(Jdks.Jdk jdk, String call, Path usage) throws Exception {
        File out = work.resolve("out").toFile();
        File err = work.resolve("err").toFile();
        Process fork = new ProcessBuilder(
                        jdk.java(),
                        "-Xmx256m",
                        "-javaagent:" + AGENT + "=dir=" + usage,
                        "-cp",
                        TARGET.resolve("benchmarks.jar") + File.pathSeparator + TARGET.resolve("onnxruntime-stub.jar"),
                        HotPath.class.getName(),
                        Integer.toString(BURSTS),
                        call)
                .redirectOutput(out)
                .redirectError(err)
                .start();
        assertThat(fork.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(fork.exitValue())
                .as(Files.readString(err.toPath(), StandardCharsets.UTF_8))
                .isZero();
        return HotPath.Line.parse(Files.readString(out.toPath(), StandardCharsets.UTF_8));
    }
}
