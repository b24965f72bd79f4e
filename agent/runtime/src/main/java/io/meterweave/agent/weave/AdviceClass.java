package io.meterweave.agent.weave;

import io.meterweave.plugin.Advice;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class of {@link Advice}, read from its class file: it is loaded by the plugin's loader, beside the library, when a woven method is
 * first called.
 */
public final class AdviceClass {
    private final String name;
    private @Nullable AdviceMethod enter;
    private @Nullable AdviceMethod exit;

    private AdviceClass(String name) {
        this.name = name;
    }

    /**
     * Reads one.
     *
     * @param name its binary name
     * @param loader where its class file is
     * @throws IllegalArgumentException where that is not there, or marked with what makes no sense
     */
    public static AdviceClass of(String name, ClassLoader loader) {
        AdviceClass advice = new AdviceClass(name);
        try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IllegalArgumentException("the agent jar is damaged: it has no " + name);
            }
            new ClassReader(in.readAllBytes())
                    .accept(advice.methods(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + name + ": " + e, e);
        }
        if (advice.enter == null && advice.exit == null) {
            throw new IllegalArgumentException(name + " has no method that is advice");
        }
        return advice;
    }

    private ClassVisitor methods() {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String method,
                    String descriptor,
                    @Nullable String generic,
                    String @Nullable [] thrown) {
                return new AdviceMarks(name, access, method, descriptor) {
                    @Override
                    void isEnter(AdviceMethod advice) {
                        enter = only(enter, advice);
                    }

                    @Override
                    void isExit(AdviceMethod advice) {
                        exit = only(exit, advice);
                    }
                };
            }
        };
    }

    private AdviceMethod only(@Nullable AdviceMethod known, AdviceMethod another) {
        if (known != null) {
            throw new IllegalArgumentException(name + " has both " + known.name() + " and " + another.name());
        }
        return another;
    }

    String name() {
        return name;
    }

    /** What runs before the hooked method; null where nothing does. */
    @Nullable AdviceMethod enter() {
        return enter;
    }

    /** What runs after the hooked method; null where nothing does. */
    @Nullable AdviceMethod exit() {
        return exit;
    }
}
