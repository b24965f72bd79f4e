package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.HelloWorld;
import io.meterweave.it.app.RunOverloads;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without inference pays next to nothing: no weaving library and no journal are loaded, no file is written. */
class PrefilterIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void programWithoutInferenceLoadsNoMachinery(Jdk jdk) {
        assertThat(loaded(jdk, HelloWorld.class))
                .anyMatch(name -> name.startsWith("io.meterweave.agent."))
                .noneMatch(name -> name.startsWith("org.objectweb.asm."))
                .noneMatch(name -> name.startsWith("net.openhft."));
        assertThat(temp.resolve("meterweave")).doesNotExist();
    }

    /** Or the test above would look for the wrong names. */
    @EachJdk
    void programWithInferenceLoadsThem(Jdk jdk) {
        assertThat(loaded(jdk, RunOverloads.class))
                .anyMatch(name -> name.startsWith("io.meterweave.agent."))
                .anyMatch(name -> name.startsWith("org.objectweb.asm."))
                .anyMatch(name -> name.startsWith("net.openhft."));
        assertThat(temp.resolve("meterweave")).isDirectory();
    }

    @EachJdk
    void programWithoutInferenceWritesNoFile(Jdk jdk) {
        Exit exit = Launch.on(jdk).agent().main(HelloWorld.class).run();
        assertThat(Trees.below(exit.work())).isEmpty();
        assertThat(Trees.below(exit.tmp())).isEmpty();
    }

    private List<String> loaded(Jdk jdk, Class<?> program) {
        Path log = temp.resolve(program.getSimpleName() + ".log");
        Launch.on(jdk)
                .agent("dir=" + temp.resolve("meterweave"))
                .flags("-Xlog:class+load=info:file=" + log + ":none")
                .main(program)
                .run();
        List<String> names = new ArrayList<>();
        Dump.lines(log, line -> names.add(line.split(" ", 2)[0]));
        return names;
    }
}
