package io.meterweave.agent;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * Where advice and the types of its parameters are described: the advice is ours, its parameters are the library's. Every class file is parsed
 * once, however many pieces of advice name it.
 */
final class AdviceTypes {
    private final ClassFileLocator locator;
    private final TypePool pool;

    private AdviceTypes(ClassFileLocator locator) {
        this.locator = locator;
        this.pool = TypePool.Default.of(locator);
    }

    /** For what is woven of the JDK. */
    static AdviceTypes ofBootLoader() {
        return of(ClassFileLocator.ForClassLoader.ofBootLoader());
    }

    static AdviceTypes of(ClassFileLocator library) {
        return new AdviceTypes(new ClassFileLocator.Compound(
                ClassFileLocator.ForClassLoader.of(AdviceTypes.class.getClassLoader()), library));
    }

    ClassFileLocator locator() {
        return locator;
    }

    TypeDescription describe(String name) {
        return pool.describe(name).resolve();
    }
}
