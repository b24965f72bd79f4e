package io.meterweave.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method that is woven, and where its class file keeps what it was called with.
 *
 * @param owner the internal name of its class
 * @param access its modifiers (JVMS table 4.6-A)
 */
record HookedMethod(String owner, int access, String name, String descriptor) {
    boolean isStatic() {
        return (access & Opcodes.ACC_STATIC) != 0;
    }

    boolean isConstructor() {
        return name.equals("<init>");
    }

    Type[] arguments() {
        return Type.getArgumentTypes(descriptor);
    }

    Type returned() {
        return Type.getReturnType(descriptor);
    }

    /** How many slots {@code this} and the arguments take. */
    int slots() {
        return slot(arguments().length);
    }

    /** The slot of an argument by its number. */
    int slot(int argument) {
        int slot = isStatic() ? 0 : 1;
        Type[] types = arguments();
        for (int i = 0; i < argument; i++) {
            slot += types[i].getSize();
        }
        return slot;
    }

    /** {@code this} and the arguments as a stack map has them where the method begins. */
    List<Object> frameAtEntry() {
        return frame(isConstructor() ? Opcodes.UNINITIALIZED_THIS : owner);
    }

    /** {@code this} and the arguments as a stack map has them where the method ends. */
    List<Object> frame() {
        return frame(owner);
    }

    private List<Object> frame(Object self) {
        List<Object> locals = new ArrayList<>();
        if (!isStatic()) {
            locals.add(self);
        }
        for (Type type : arguments()) {
            locals.add(inFrame(type));
        }
        return locals;
    }

    /** A type as a stack map has it. */
    static Object inFrame(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.INTEGER;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.LONG -> Opcodes.LONG;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            default -> type.getInternalName();
        };
    }

    /** The constant that stands for nothing: null or 0. */
    static int nothing(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.ICONST_0;
            case Type.FLOAT -> Opcodes.FCONST_0;
            case Type.LONG -> Opcodes.LCONST_0;
            case Type.DOUBLE -> Opcodes.DCONST_0;
            default -> Opcodes.ACONST_NULL;
        };
    }

    @Override
    public String toString() {
        return owner.replace('/', '.') + "." + name + descriptor;
    }
}
