package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class JavaSixTest {
    /** A method that jumps over nothing. */
    private static byte[] jumping(int version, int flags, int jump) {
        ClassWriter writer = new ClassWriter(flags);
        writer.visit(version, Opcodes.ACC_PUBLIC, "Jumping", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "jump", "()V", null, null);
        Label end = new Label();
        method.visitCode();
        method.visitJumpInsn(jump, end);
        method.visitLabel(end);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void withStackMapsItIsOneOfJava7() {
        byte[] six = jumping(Opcodes.V1_6, ClassWriter.COMPUTE_FRAMES, Opcodes.GOTO);

        byte[] raised = JavaSix.raised(six);

        assertThat(raised).isEqualTo(jumping(Opcodes.V1_7, ClassWriter.COMPUTE_FRAMES, Opcodes.GOTO));
        assertThat(six[7]).isEqualTo((byte) Opcodes.V1_6);
    }

    @Test
    void otherwiseItStaysAsItIs() {
        byte[] unmapped = jumping(Opcodes.V1_6, 0, Opcodes.GOTO);
        byte[] subroutine = jumping(Opcodes.V1_6, 0, Opcodes.JSR);
        byte[] five = jumping(Opcodes.V1_5, 0, Opcodes.GOTO);
        byte[] eight = jumping(Opcodes.V1_8, ClassWriter.COMPUTE_FRAMES, Opcodes.GOTO);

        for (byte[] each : new byte[][] {unmapped, subroutine, five, eight, {}}) {
            assertThat(JavaSix.raised(each)).isSameAs(each);
        }
    }
}
