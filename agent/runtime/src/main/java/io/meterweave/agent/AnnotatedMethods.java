package io.meterweave.agent;

import io.meterweave.plugin.AnnotatedMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The methods of a class file that carry an annotation. Read from the file, because reflection would load the classes that its
 * methods and annotations name.
 */
final class AnnotatedMethods extends ClassVisitor {
    private static final int NO_CODE = Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;

    private final String annotation;
    private final List<AnnotatedMethod> found = new ArrayList<>();

    private AnnotatedMethods(String annotation) {
        super(Opcodes.ASM9);
        this.annotation = Marks.ofAnnotation(annotation);
    }

    /**
     * Finds them, bridge methods excepted.
     *
     * @throws RuntimeException where the class file cannot be parsed
     */
    static List<AnnotatedMethod> in(byte[] classFile, String annotation) {
        AnnotatedMethods methods = new AnnotatedMethods(annotation);
        new ClassReader(classFile)
                .accept(methods, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return methods.found;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String generic, String @Nullable [] thrown) {
        boolean isBridge = (access & Opcodes.ACC_BRIDGE) != 0;
        return isBridge ? null : new Method((access & NO_CODE) == 0, name, descriptor);
    }

    private final class Method extends MethodVisitor {
        private final boolean hasCode;
        private final String name;
        private final String descriptor;
        private final List<Set<String>> parameters = new ArrayList<>();
        private @Nullable Values values;

        private Method(boolean hasCode, String name, String descriptor) {
            super(Opcodes.ASM9);
            this.hasCode = hasCode;
            this.name = name;
            this.descriptor = descriptor;
            for (int i = Type.getArgumentTypes(descriptor).length; i > 0; i--) {
                parameters.add(new HashSet<>());
            }
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
            if (!type.equals(annotation)) {
                return null;
            }
            values = new Values();
            return values;
        }

        @Override
        public @Nullable AnnotationVisitor visitParameterAnnotation(int parameter, String type, boolean visible) {
            parameters.get(parameter).add(Type.getType(type).getClassName());
            return null;
        }

        @Override
        public void visitEnd() {
            if (values != null) {
                found.add(new AnnotatedMethod(name, descriptor, hasCode, values.said, parameters));
            }
        }
    }

    /** What an annotation says, arrays and other annotations in it excepted. */
    private static final class Values extends AnnotationVisitor {
        private final Map<String, Object> said = new HashMap<>();

        private Values() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(String name, Object value) {
            said.put(name, value instanceof Type type ? type.getClassName() : value);
        }

        @Override
        public void visitEnum(String name, String type, String constant) {
            said.put(name, constant);
        }
    }
}
