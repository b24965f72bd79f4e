package io.meterweave.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/** What is known of a class that is woven, and of the classes that it names, from their class files: none is loaded. */
public final class ClassFiles {
    private final @Nullable ClassLoader loader;
    private final ClassReader own;

    /**
     * Those that a class sees.
     *
     * @param loader its loader; null for the boot loader
     * @param classFile its own class file, which need not be what the loader has
     */
    public ClassFiles(@Nullable ClassLoader loader, byte[] classFile) {
        this.loader = loader;
        this.own = new ClassReader(classFile);
    }

    /** The class itself. */
    public ClassReader own() {
        return own;
    }

    /**
     * A class by its internal name.
     *
     * @throws RuntimeException where it cannot be read
     */
    public ClassReader read(String name) {
        if (name.equals(own.getClassName())) {
            return own;
        }
        String file = name + ".class";
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(file) : loader.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("its class loader has no " + file);
            }
            return new ClassReader(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Whether a class or interface is another one, or extends or implements it; both by their internal names. */
    boolean isSubtype(String name, String of) {
        return isSubtype(name, of, new HashSet<>());
    }

    private boolean isSubtype(@Nullable String name, String of, Set<String> seen) {
        if (name == null || !seen.add(name)) {
            return false;
        }
        if (name.equals(of)) {
            return true;
        }
        ClassReader type = read(name);
        for (String one : type.getInterfaces()) {
            if (isSubtype(one, of, seen)) {
                return true;
            }
        }
        return isSubtype(type.getSuperName(), of, seen);
    }

    /** Whether a class declares a field. */
    boolean declares(String name, String field, String descriptor) {
        boolean[] found = new boolean[1];
        read(name)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable FieldVisitor visitField(
                                    int access, String one, String type, @Nullable String generic, Object value) {
                                found[0] |= one.equals(field) && type.equals(descriptor);
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }
}
