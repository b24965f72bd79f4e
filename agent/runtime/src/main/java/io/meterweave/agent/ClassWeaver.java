package io.meterweave.agent;

import io.meterweave.plugin.AnnotatedHook;
import io.meterweave.plugin.Plugin;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaConstant;
import org.jspecify.annotations.Nullable;

/**
 * Adds advice to one class with Byte Buddy. No field and no method is added, so that the class can be woven again by
 * others; the class is parsed, never loaded or initialised.
 */
final class ClassWeaver {
    private static volatile Advice.@Nullable WithCustomMapping byName;

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
            BiConsumer<Plugin, String> refused)
            throws ReflectiveOperationException {
        return weave(loader, name, loaded, hooks, uses, refused, null);
    }

    /**
     * As above.
     *
     * @param known what advice and its parameters are described by, where several classes of one loader are woven that all
     *     have their class files in it; otherwise null
     */
    static byte @Nullable [] weave(
            @Nullable ClassLoader loader,
            String name,
            byte[] loaded,
            List<Weaver.PluginHook> hooks,
            List<Annotated.Use> uses,
            BiConsumer<Plugin, String> refused,
            @Nullable AdviceTypes known)
            throws ReflectiveOperationException {
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
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(type, bytes), ClassFileLocator.ForClassLoader.of(loader));
        AdviceTypes types = known == null ? AdviceTypes.of(locator) : known;
        TypeDescription target = TypePool.Default.of(locator).describe(type).resolve();
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .ignore(ElementMatchers.none())
                .decorate(target, locator);
        boolean any = false;
        // First, and so outside of the others: a method of the application's own is above what is hooked by its name.
        for (Map.Entry<String, Map<String, AnnotatedHook.Weave>> advice :
                declared(type, shape, uses, refused).entrySet()) {
            Map<String, AnnotatedHook.Weave> methods = advice.getValue();
            builder = builder.visit(
                    declaredAdvice(advice.getKey(), methods, types).on(in(methods.keySet())));
            any = true;
        }
        for (Weaver.PluginHook hook : hooks) {
            Set<String> methods = shape.hooked(hook.hook());
            if (!methods.isEmpty()) {
                builder = builder.visit(advice(hook.hook().advice(), types).on(in(methods)));
                any = true;
            }
        }
        return any ? builder.make().getBytes() : null;
    }

    /** By advice and then by method what goes into methods that carry an annotation. */
    private static Map<String, Map<String, AnnotatedHook.Weave>> declared(
            String type, ClassShape shape, List<Annotated.Use> uses, BiConsumer<Plugin, String> refused) {
        Map<String, Map<String, AnnotatedHook.Weave>> declared = new LinkedHashMap<>();
        for (Annotated.Use use : uses) {
            AnnotatedHook.Weave weave = use.weave();
            if (weave == null || shape.isTooOld()) {
                String refusal = weave == null ? use.refusal() : "is in a class that " + ClassShape.TOO_OLD;
                refused.accept(use.plugin(), type + "." + use.method().name() + " " + refusal + "; it is NOT metered");
            } else {
                declared.computeIfAbsent(weave.advice(), advice -> new HashMap<>())
                        .put(use.method().signature(), weave);
            }
        }
        return declared;
    }

    private static ElementMatcher<MethodDescription> in(Set<String> methods) {
        return method -> methods.contains(method.getInternalName() + method.getDescriptor());
    }

    /** Advice that goes by its methods' names; the advice class is told by the method that Byte Buddy asks about. */
    private static Advice advice(String name, AdviceTypes types) throws ReflectiveOperationException {
        return advice(name, types, mappingByName());
    }

    private static Advice declaredAdvice(String name, Map<String, AnnotatedHook.Weave> methods, AdviceTypes types)
            throws ReflectiveOperationException {
        DeclaredParameters parameters = new DeclaredParameters(methods);
        return advice(
                name,
                types,
                Advice.withCustomMapping()
                        .bind(parameters)
                        .bootstrap(
                                Dispatcher.bootstrap(),
                                (method, exit) -> (type, hooked) -> constants(
                                        name,
                                        exit ? "" : parameters.weave(hooked).declaration())));
    }

    private static List<JavaConstant> constants(String advice, String declaration) {
        return List.of(JavaConstant.Simple.ofLoaded(advice), JavaConstant.Simple.ofLoaded(declaration));
    }

    private static Advice advice(String name, AdviceTypes types, Advice.WithCustomMapping mapping)
            throws ReflectiveOperationException {
        Method failed = Dispatcher.failed();
        return mapping.with(new Advice.AssignReturned.Factory())
                .to(types.describe(name), types.locator())
                .withExceptionHandler(
                        (hooked, type) -> MethodInvocation.invoke(new MethodDescription.ForLoadedMethod(failed)));
    }

    /** Of some weight to make, and the same for all advice; a static initialiser would fail for good where the heap is full once. */
    private static Advice.WithCustomMapping mappingByName() throws ReflectiveOperationException {
        Advice.WithCustomMapping mapping = byName;
        if (mapping == null) {
            mapping = Advice.withCustomMapping()
                    .bootstrap(
                            Dispatcher.bootstrap(),
                            (advice, exit) -> (type, hooked) ->
                                    constants(advice.getDeclaringType().getName(), ""));
            byName = mapping;
        }
        return mapping;
    }
}
