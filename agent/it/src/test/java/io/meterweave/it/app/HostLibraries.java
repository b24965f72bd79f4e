package io.meterweave.it.app;

import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;

/** {@code HostLibraries <dir>}: uses, around an inference, its own versions of what the agent holds too. */
public final class HostLibraries {
    private HostLibraries() {}

    public static void main(String[] args) throws Exception {
        libraries(Path.of(args[0], "before"));
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            for (int i = 0; i < 100; i++) {
                Engine.run(session, Engine.padded(3, 4));
            }
        }
        libraries(Path.of(args[0], "after"));
    }

    private static void libraries(Path queue) throws Exception {
        chronicle(Files.createDirectories(queue));
        System.out.println(new ObjectMapper().readTree("{\"a\": [1, 2]}") + " by " + PackageVersion.VERSION);
        Class<?> subclass = new ByteBuddy()
                .subclass(Object.class)
                .method(ElementMatchers.named("toString"))
                .intercept(FixedValue.value("made by Byte Buddy"))
                .make()
                .load(HostLibraries.class.getClassLoader())
                .getLoaded();
        System.out.println(subclass.getDeclaredConstructor().newInstance() + ", loaded from " + jarOf(ByteBuddy.class));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.contains("chronicle") || name.contains("meterweave") || name.startsWith("queue."))
                .sorted()
                .forEach(name -> System.out.println("property " + name));
    }

    /** Reflectively: the compiler has no Chronicle on its path, which would be a second version there. */
    private static void chronicle(Path dir) throws Exception {
        Class<?> builderType = Class.forName("net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder");
        Object builder = builderType.getMethod("binary", Path.class).invoke(null, dir);
        builderType.getMethod("blockSize", int.class).invoke(builder, 65536);
        Object queue = builderType.getMethod("build").invoke(builder);
        Class<?> queueType = Class.forName("net.openhft.chronicle.queue.ChronicleQueue");
        Object appender = call(queueType, queue, "acquireAppender");
        Method write =
                Class.forName("net.openhft.chronicle.wire.MarshallableOut").getMethod("writeText", CharSequence.class);
        write.invoke(appender, "first");
        write.invoke(appender, "second");
        Object tailer = call(queueType, queue, "createTailer");
        Method read = Class.forName("net.openhft.chronicle.wire.MarshallableIn").getMethod("readText");
        System.out.println(read.invoke(tailer) + " " + read.invoke(tailer) + ", loaded from " + jarOf(queueType));
        call(queueType, queue, "close");
    }

    private static Object call(Class<?> type, Object target, String method) throws Exception {
        return type.getMethod(method).invoke(target);
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .getFileName();
    }
}
