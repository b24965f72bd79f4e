package io.meterweave.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Class files of Java 6 as ones of Java 7, which may have {@code invokedynamic}; Netty 4.1 is compiled for 6. They have the
 * same instructions, but for the subroutines of older ones, and the same stack maps, which 6 only may have, and 7 must. So
 * one that has what 7 asks for needs no more than another number.
 */
public final class JavaSix {
    private static final int MAJOR = 7;
    private static final int ASKED = ClassReader.SKIP_DEBUG;

    private JavaSix() {}

    /** The same class, of Java 7 where it was of 6 and can be; the same bytes where it was not, or cannot. */
    public static byte[] raised(byte[] classFile) {
        if (classFile.length <= MAJOR || classFile[MAJOR] != Opcodes.V1_6 || classFile[MAJOR - 1] != 0) {
            return classFile;
        }
        Maps maps = new Maps();
        new ClassReader(classFile).accept(maps, ASKED);
        if (!maps.complete) {
            return classFile;
        }
        byte[] raised = classFile.clone();
        raised[MAJOR] = Opcodes.V1_7;
        return raised;
    }

    /** Whether all methods that branch have stack maps, and none has a subroutine. */
    private static final class Maps extends ClassVisitor {
        private boolean complete = true;

        Maps() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String generic, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                private boolean branches;
                private boolean mapped;

                @Override
                public void visitJumpInsn(int opcode, Label target) {
                    branches = true;
                    complete &= opcode != Opcodes.JSR;
                }

                @Override
                public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
                    branches = true;
                }

                @Override
                public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
                    branches = true;
                }

                @Override
                public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                    branches = true;
                }

                @Override
                public void visitFrame(int kind, int locals, Object[] local, int stack, Object[] onStack) {
                    mapped = true;
                }

                @Override
                public void visitEnd() {
                    complete &= mapped || !branches;
                }
            };
        }
    }
}
