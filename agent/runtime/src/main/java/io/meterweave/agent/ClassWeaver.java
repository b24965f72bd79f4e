package io.meterweave.agent;

import io.meterweave.plugin.Plugin;
import java.lang.reflect.Method;
import java.util.List;
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
    private ClassWeaver() {}

    /**
     * Weaves a class.
     *
     * @param name its internal name
     * @param refused is told which plugin stays out of the class, and why
     * @return null where it is left as it is
     */
    static byte @Nullable [] weave(
            @Nullable ClassLoader loader,
            String name,
            byte[] bytes,
            List<Weaver.PluginHook> hooks,
            BiConsumer<Plugin, String> refused)
            throws ReflectiveOperationException {
        String type = name.replace('/', '.');
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
        TypeDescription target = TypePool.Default.of(locator).describe(type).resolve();
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .ignore(ElementMatchers.none())
                .decorate(target, locator);
        boolean any = false;
        for (Weaver.PluginHook hook : hooks) {
            Set<String> methods = shape.hooked(hook.hook());
            if (!methods.isEmpty()) {
                builder = builder.visit(advice(hook.hook().advice(), locator).on(in(methods)));
                any = true;
            }
        }
        return any ? builder.make().getBytes() : null;
    }

    private static ElementMatcher<MethodDescription> in(Set<String> methods) {
        return method -> methods.contains(method.getInternalName() + method.getDescriptor());
    }

    /** The advice is ours, the types of its parameters are the library's. */
    private static Advice advice(String name, ClassFileLocator library) throws ReflectiveOperationException {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.ForClassLoader.of(ClassWeaver.class.getClassLoader()), library);
        Method failed = Dispatcher.failed();
        return Advice.withCustomMapping()
                .with(new Advice.AssignReturned.Factory())
                .bootstrap(
                        Dispatcher.bootstrap(),
                        (method, exit) -> (type, hooked) -> List.of(JavaConstant.Simple.ofLoaded(name)))
                .to(TypePool.Default.of(locator).describe(name).resolve(), locator)
                .withExceptionHandler(
                        (hooked, type) -> MethodInvocation.invoke(new MethodDescription.ForLoadedMethod(failed)));
    }
}
