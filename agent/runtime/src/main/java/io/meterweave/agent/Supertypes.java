package io.meterweave.agent;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** What a class that is being loaded extends and implements, by the class files that its loader has. */
final class Supertypes {
    private Supertypes() {}

    /**
     * All of them, itself included, by their binary names; without those that only the JDK's have.
     *
     * @throws RuntimeException where one cannot be read
     */
    static Set<String> of(ClassLoader loader, String type, byte[] bytes) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(type, bytes), ClassFileLocator.ForClassLoader.of(loader));
        Set<String> all = new HashSet<>();
        collect(TypePool.Default.of(locator).describe(type).resolve(), all);
        return all;
    }

    private static void collect(TypeDefinition type, Set<String> into) {
        TypeDescription erased = type.asErasure();
        if (into.add(erased.getName()) && !erased.getName().startsWith("java.")) {
            TypeDefinition superclass = erased.getSuperClass();
            if (superclass != null) {
                collect(superclass, into);
            }
            erased.getInterfaces().forEach(one -> collect(one, into));
        }
    }
}
