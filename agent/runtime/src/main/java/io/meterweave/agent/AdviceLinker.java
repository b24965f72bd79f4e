package io.meterweave.agent;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Links woven calls to advice, once per call site: finds the advice class in the plugin's loader for that library. */
final class AdviceLinker {
    /** The loaders are kept by the call sites that use them; the library's loader must be free to go. */
    private final Map<ClassLoader, Map<String, WeakReference<PluginClassLoader>>> loaders = new WeakHashMap<>();

    private final HandOffs handOffs;

    AdviceLinker(HandOffs handOffs) {
        this.handOffs = handOffs;
    }

    MethodHandle handle() throws ReflectiveOperationException {
        return MethodHandles.lookup()
                .bind(
                        this,
                        "link",
                        MethodType.methodType(
                                CallSite.class,
                                MethodHandles.Lookup.class,
                                String.class,
                                MethodType.class,
                                String.class,
                                String.class));
    }

    @SuppressWarnings("unused") // by handle()
    private CallSite link(MethodHandles.Lookup caller, String name, MethodType type, String advice, String declaration)
            throws ReflectiveOperationException {
        ClassLoader library = caller.lookupClass().getClassLoader();
        if (library != null) {
            handOffs.await();
        }
        Class<?> adviceClass = loader(library, advice).loadClass(advice);
        for (Method method : adviceClass.getMethods()) {
            if (method.getName().equals(name)) {
                MethodHandle target = MethodHandles.publicLookup().unreflect(method);
                if (!declaration.isEmpty()) {
                    target = declaring(target, adviceClass, caller, declaration);
                }
                return new ConstantCallSite(target.asType(type));
            }
        }
        throw new NoSuchMethodException(advice + "." + name);
    }

    /** Puts what a method declares in place of the first argument, for which the woven code only keeps the place. */
    private static MethodHandle declaring(
            MethodHandle target, Class<?> adviceClass, MethodHandles.Lookup caller, String declaration)
            throws ReflectiveOperationException {
        Object declared = adviceClass
                .getMethod("declared", MethodHandles.Lookup.class, String.class)
                .invoke(null, caller, declaration);
        return MethodHandles.dropArguments(MethodHandles.insertArguments(target, 0, declared), 0, Object.class);
    }

    private synchronized PluginClassLoader loader(ClassLoader library, String advice) {
        String packageName = advice.substring(0, advice.lastIndexOf('.') + 1);
        Map<String, WeakReference<PluginClassLoader>> ofLibrary =
                loaders.computeIfAbsent(library, l -> new HashMap<>());
        WeakReference<PluginClassLoader> known = ofLibrary.get(packageName);
        PluginClassLoader loader = known == null ? null : known.get();
        if (loader == null) {
            loader = new PluginClassLoader(AdviceLinker.class.getClassLoader(), library, packageName);
            ofLibrary.put(packageName, new WeakReference<>(loader));
        }
        return loader;
    }
}
