package io.meterweave.agent;

import io.meterweave.agent.weave.AdviceClass;
import io.meterweave.agent.weave.AdviceWriter;
import io.meterweave.agent.weave.AdviceWriter.Advised;
import io.meterweave.agent.weave.ClassFiles;
import io.meterweave.plugin.AnnotatedHook;
import io.meterweave.plugin.Plugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Decides which advice goes into which methods of one class; the class is parsed, never loaded or initialised. */
final class ClassWeaver {
    private static final ClassLoader OURS = ClassWeaver.class.getClassLoader();

    private ClassWeaver() {}

    /**
     * Weaves a class.
     *
     * @param name its internal name
     * @param hooks what goes into its methods by their names
     * @param uses what goes into its methods by their annotations
     * @param refused is told which plugin stays out of the class, and why
     * @return null where it is left as it is
     */
    static byte @Nullable [] weave(
            @Nullable ClassLoader loader,
            String name,
            byte[] loaded,
            List<Weaver.PluginHook> hooks,
            List<Annotated.Use> uses,
            BiConsumer<Plugin, String> refused) {
        String type = name.replace('/', '.');
        byte[] bytes = JavaSix.raised(loaded);
        ClassShape shape = ClassShape.of(bytes);
        for (Weaver.PluginHook hook : hooks) {
            String refusal = shape.refusal(hook.hook());
            if (refusal != null) {
                refused.accept(
                        hook.plugin(),
                        type + " " + refusal + ", which the " + hook.plugin().name()
                                + " plugin needs; "
                                + Weaver.without(hook.plugin().meters())
                                + ": use a version of the library that docs/supported-libraries.md names");
                return null;
            }
        }
        // By method, the outermost first: a method of the application's own is above what is hooked by its name.
        Map<String, List<Advised>> advised = new HashMap<>();
        declared(type, shape, uses, refused, advised);
        for (Weaver.PluginHook hook : hooks) {
            Set<String> methods = shape.hooked(hook.hook());
            if (!methods.isEmpty()) {
                Advised advice = new Advised(AdviceClass.of(hook.hook().advice(), OURS), null);
                methods.forEach(method -> add(advised, method, advice));
            }
        }
        return advised.isEmpty() ? null : AdviceWriter.write(new ClassFiles(loader, bytes), advised, Dispatcher.NAME);
    }

    /** Adds what goes into methods that carry an annotation. */
    private static void declared(
            String type,
            ClassShape shape,
            List<Annotated.Use> uses,
            BiConsumer<Plugin, String> refused,
            Map<String, List<Advised>> advised) {
        Map<String, AdviceClass> read = new HashMap<>(); // Few, for however many methods.
        for (Annotated.Use use : uses) {
            AnnotatedHook.Weave weave = use.weave();
            if (weave == null || shape.isTooOld()) {
                String refusal = weave == null ? use.refusal() : "is in a class that " + ClassShape.TOO_OLD;
                refused.accept(use.plugin(), type + "." + use.method().name() + " " + refusal + "; it is NOT metered");
            } else {
                AdviceClass advice = read.computeIfAbsent(weave.advice(), name -> AdviceClass.of(name, OURS));
                add(advised, use.method().signature(), new Advised(advice, weave));
            }
        }
    }

    private static void add(Map<String, List<Advised>> advised, String method, Advised advice) {
        advised.computeIfAbsent(method, signature -> new ArrayList<>()).add(advice);
    }
}
