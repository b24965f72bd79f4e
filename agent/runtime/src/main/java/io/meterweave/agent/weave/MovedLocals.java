package io.meterweave.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;

/** Moves the local variables of a body up, arguments included, by a number of slots. */
abstract class MovedLocals extends MethodVisitor {
    private final int shift;

    MovedLocals(MethodVisitor next, int shift) {
        super(Opcodes.ASM9, next);
        this.shift = shift;
    }

    /** What stack maps have for the slots that come before the body's: as many as it is moved by. */
    abstract List<Object> before();

    @Override
    public void visitVarInsn(int opcode, int slot) {
        super.visitVarInsn(opcode, slot + shift);
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
        super.visitIincInsn(slot + shift, increment);
    }

    /** Takes whole stack maps only ({@code ClassReader.EXPAND_FRAMES}). */
    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
        if (shift == 0) {
            super.visitFrame(type, numLocal, local, numStack, stack);
        } else {
            List<Object> all = new ArrayList<>(before());
            all.addAll(Arrays.asList(local).subList(0, numLocal));
            super.visitFrame(type, all.size(), all.toArray(), numStack, stack);
        }
    }

    @Override
    public void visitLocalVariable(
            String name, String descriptor, @Nullable String generic, Label start, Label end, int slot) {
        super.visitLocalVariable(name, descriptor, generic, start, end, slot + shift);
    }

    @Override
    public AnnotationVisitor visitLocalVariableAnnotation(
            int typeRef,
            @Nullable TypePath path,
            Label[] start,
            Label[] end,
            int[] slots,
            String descriptor,
            boolean visible) {
        int[] moved = Arrays.stream(slots).map(slot -> slot + shift).toArray();
        return super.visitLocalVariableAnnotation(typeRef, path, start, end, moved, descriptor, visible);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack, maxLocals + shift);
    }
}
