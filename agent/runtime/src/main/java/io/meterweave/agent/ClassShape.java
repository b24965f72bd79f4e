package io.meterweave.agent;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.MethodShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Which methods a class file has that advice could go into, and which of them a hook takes: the one rule for the agent that
 * weaves and for {@code doctor} that foretells it. The file is parsed, nothing is loaded.
 */
public final class ClassShape {
    /** The first class files with {@code invokedynamic} are Java 7's; of those of 6 see {@link JavaSix}. */
    private static final int OLDEST = Opcodes.V1_7;

    static final String TOO_OLD = "is compiled for Java 5 or older, or for Java 6 without stack maps";

    private static final int NO_CODE = Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;

    private final int major;
    private final List<Member> members;

    private record Member(MethodShape shape, String signature, boolean hasCode) {}

    private ClassShape(int major, List<Member> members) {
        this.major = major;
        this.members = members;
    }

    /**
     * Parses a class file.
     *
     * @throws IllegalArgumentException where it is none, or of a format that is not known
     */
    public static ClassShape of(byte[] classFile) {
        List<Member> members = new ArrayList<>();
        try {
            ClassReader reader = new ClassReader(JavaSix.raised(classFile));
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9) {
                        @Override
                        public @Nullable MethodVisitor visitMethod(
                                int access, String name, String descriptor, String generic, String[] thrown) {
                            boolean hasCode = (access & NO_CODE) == 0;
                            members.add(new Member(shape(name, descriptor), name + descriptor, hasCode));
                            return null;
                        }
                    },
                    ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return new ClassShape(reader.readUnsignedShort(6), members);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no class file, or one of a format that is not known: " + e, e);
        }
    }

    private static MethodShape shape(String name, String descriptor) {
        List<String> parameters = new ArrayList<>();
        for (Type type : Type.getArgumentTypes(descriptor)) {
            parameters.add(type.getSort() == Type.ARRAY ? type.getDescriptor().replace('/', '.') : type.getClassName());
        }
        return new MethodShape(name, parameters);
    }

    /** The methods that a hook takes, as name and descriptor. */
    public Set<String> hooked(Hook hook) {
        Set<String> found = new LinkedHashSet<>();
        for (MethodShape shape : hook.methods()) {
            for (Member member : members) {
                boolean taken = hook.need() == Hook.Need.FIRST && !found.isEmpty();
                if (!taken && member.hasCode() && member.shape().equals(shape)) {
                    found.add(member.signature());
                }
            }
        }
        return found;
    }

    private boolean declares(Hook hook) {
        return members.stream().anyMatch(member -> hook.methods().contains(member.shape()));
    }

    boolean isTooOld() {
        return major < OLDEST;
    }

    /** Why a hook cannot be in this class; null where it can, or need not. */
    public @Nullable String refusal(Hook hook) {
        if (isTooOld()) {
            return TOO_OLD;
        }
        boolean lacks = hook.subtypes() ? !declares(hook) : hooked(hook).isEmpty();
        return hook.need() != Hook.Need.OPTIONAL && lacks ? "has none of " + hook.methods() : null;
    }
}
