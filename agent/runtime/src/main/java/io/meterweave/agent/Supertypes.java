package io.meterweave.agent;

import io.meterweave.agent.weave.ClassFiles;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** What a class that is being loaded extends and implements, by the class files that its loader has. */
final class Supertypes {
    private final ClassFiles files;
    private final Set<String> all = new HashSet<>();

    private Supertypes(ClassFiles files) {
        this.files = files;
    }

    /**
     * All of them, itself included, by their binary names; without those that only the JDK's have.
     *
     * @throws RuntimeException where one cannot be read
     */
    static Set<String> of(ClassLoader loader, byte[] bytes) {
        Supertypes supertypes = new Supertypes(new ClassFiles(loader, bytes));
        supertypes.addAll(supertypes.files.own());
        return supertypes.all;
    }

    private void addAll(ClassReader type) {
        all.add(type.getClassName().replace('/', '.'));
        String superclass = type.getSuperName();
        if (superclass != null) {
            add(superclass);
        }
        for (String one : type.getInterfaces()) {
            add(one);
        }
    }

    private void add(String internal) {
        String name = internal.replace('/', '.');
        if (name.startsWith("java.")) {
            all.add(name);
        } else if (!all.contains(name)) {
            addAll(files.read(internal));
        }
    }
}
