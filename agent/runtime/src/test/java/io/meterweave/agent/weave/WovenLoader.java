package io.meterweave.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loads classes with all of their methods woven; all others come from its parent. */
final class WovenLoader extends ClassLoader {
    private final Predicate<String> woven;
    private final List<AdviceWriter.Advised> methods;
    private final List<AdviceWriter.Advised> constructors;

    /**
     * Makes one.
     *
     * @param woven tells of a class by its binary name whether it is woven
     * @param methods what goes into each method
     * @param constructors what goes into each constructor
     */
    WovenLoader(Predicate<String> woven, List<AdviceWriter.Advised> methods, List<AdviceWriter.Advised> constructors) {
        super(WovenLoader.class.getClassLoader());
        this.woven = woven;
        this.methods = methods;
        this.constructors = constructors;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!woven.test(name)) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return define(name, in.readAllBytes());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Weaves a class file and makes a class of it. */
    Class<?> define(String name, byte[] bytes) {
        byte[] changed = AdviceWriter.write(new ClassFiles(this, bytes), all(bytes), RecordingDispatch.NAME);
        return defineClass(name, changed, 0, changed.length);
    }

    private Map<String, List<AdviceWriter.Advised>> all(byte[] bytes) {
        Map<String, List<AdviceWriter.Advised>> all = new HashMap<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String method, String descriptor, String generic, String[] thrown) {
                                if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0
                                        && !method.equals("<clinit>")) {
                                    all.put(
                                            method + descriptor,
                                            new ArrayList<>(method.equals("<init>") ? constructors : methods));
                                }
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE);
        return all;
    }

    static AdviceWriter.Advised advised(Class<?> advice) {
        return new AdviceWriter.Advised(AdviceClass.of(advice.getName(), WovenLoader.class.getClassLoader()), null);
    }
}
