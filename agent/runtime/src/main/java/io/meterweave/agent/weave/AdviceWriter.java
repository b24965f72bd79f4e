package io.meterweave.agent.weave;

import io.meterweave.plugin.AnnotatedHook.Weave;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;

/**
 * Writes a class file again, with advice in some of its methods. All others are copied byte by byte, and no field and no method is added, so that
 * a class can be woven again by others.
 */
public final class AdviceWriter extends ClassVisitor {
    private final Map<String, List<Advised>> methods;
    private final ClassFiles files;
    private final String dispatcher;

    /**
     * Advice for a method.
     *
     * @param weave what the method declares by an annotation; null where it is hooked by its name
     */
    public record Advised(AdviceClass advice, @Nullable Weave weave) {}

    private AdviceWriter(ClassWriter to, ClassFiles files, Map<String, List<Advised>> methods, String dispatcher) {
        super(Opcodes.ASM9, to);
        this.files = files;
        this.methods = methods;
        this.dispatcher = dispatcher;
    }

    /**
     * Writes it.
     *
     * @param files of the class; its own is of Java 7 or newer
     * @param methods by name and descriptor what goes into a method, the outermost first
     * @param dispatcher the internal name of {@code MeterweaveDispatch}
     * @throws IllegalArgumentException where an advice does not fit its method, or the class file is of a format that is not known
     * @throws RuntimeException where a method would be larger than class files allow
     */
    public static byte[] write(ClassFiles files, Map<String, List<Advised>> methods, String dispatcher) {
        ClassReader reader = files.own();
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new AdviceWriter(writer, files, methods, dispatcher), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String generic, String @Nullable [] thrown) {
        MethodVisitor to = super.visitMethod(access, name, descriptor, generic, thrown);
        String owner = files.own().getClassName();
        HookedMethod method = new HookedMethod(owner, access, name, descriptor);
        MethodWeaver innermost = null;
        for (Advised advised : methods.getOrDefault(name + descriptor, List.of())) {
            MethodWeaver weaver = MethodWeaver.into(to, method, advised.advice(), advised.weave(), files, dispatcher);
            innermost = advised.advice().exit() == null ? innermost : weaver;
            to = weaver;
        }
        if (innermost == null) {
            return to;
        }
        AnalyzerAdapter operands = new AnalyzerAdapter(owner, access, name, descriptor, to);
        innermost.operandsBy(operands);
        return operands;
    }
}
