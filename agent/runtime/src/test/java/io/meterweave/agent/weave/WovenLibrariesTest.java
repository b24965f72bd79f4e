package io.meterweave.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.plugin.Advice;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Weaves every method of every class of libraries by compilers of Java and of Kotlin, and has the JVM verify all of them. */
class WovenLibrariesTest {
    private static final List<String> JARS =
            List.of("kotlin-stdlib-", "okhttp-jvm-", "okio-jvm-", "chronicle-", "assertj-core-");
    private static final int MANY = 3000;

    @Test
    void theJvmVerifiesWhatIsWoven() throws IOException {
        Set<String> names = new HashSet<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (JARS.stream().anyMatch(new File(path).getName()::startsWith)) {
                names.addAll(classes(path));
            }
        }
        WovenLoader loader = new WovenLoader(
                names::contains,
                List.of(WovenLoader.advised(Around.class), Observed.advised()),
                List.of(WovenLoader.advised(Made.class)));

        List<String> refused = new ArrayList<>();
        int verified = 0;
        for (String name : names) {
            try {
                // HotSpot links a class, and so verifies it, before it tells of its methods; it does not initialise it.
                int methods = loader.loadClass(name).getDeclaredMethods().length;
                verified += methods >= 0 ? 1 : 0;
            } catch (VerifyError | ClassFormatError | RuntimeException e) {
                refused.add(name + ": " + e);
            } catch (ClassNotFoundException | LinkageError e) {
                // Of a library that is not there.
            }
        }

        assertThat(refused).isEmpty();
        assertThat(verified).isGreaterThan(MANY);
    }

    private static List<String> classes(String jar) throws IOException {
        try (JarFile file = new JarFile(jar);
                Stream<String> names = file.stream().map(entry -> entry.getName())) {
            return names.filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }

    public static final class Around {
        private Around() {}

        @Advice.OnEnter
        public static int enter() {
            return 1;
        }

        @Advice.OnReturn
        public static void exit(@Advice.Entered int entered, @Advice.DeclaringClass Class<?> type) {}
    }

    /** For constructors: before and after. */
    public static final class Made {
        private Made() {}

        @Advice.OnEnter
        public static void enter(@Advice.DeclaringClass Class<?> type) {}

        @Advice.OnReturn
        public static void exit(@Advice.This Object made) {}
    }
}
