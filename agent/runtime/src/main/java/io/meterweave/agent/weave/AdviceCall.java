package io.meterweave.agent.weave;

import io.meterweave.plugin.AnnotatedHook.Weave;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts what advice is to be given on the stack, and calls it: by {@code invokedynamic}, with the advice's own descriptor, its class, and what the
 * method declares ({@code java.lang.MeterweaveDispatch.link}).
 */
final class AdviceCall {
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Type THROWABLE = Type.getType(Throwable.class);
    private static final Type CLASS = Type.getType(Class.class);
    private static final Type STRING = Type.getType(String.class);
    private static final String LINK =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;Ljava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;";
    /** An array, itself once more, an index and a number of two slots: what making all arguments an array takes. */
    private static final int ARRAY_STACK = 5;

    private final MethodVisitor to;
    private final HookedMethod method;
    private final AdviceClass advice;
    private final Kept kept;
    private final @Nullable Weave weave;
    private final ClassFiles files;
    private final Handle link;

    /**
     * Makes one for advice in a method.
     *
     * @param weave what a method declares by its annotation; null for one that is hooked by its name
     * @param dispatcher the internal name of the class that has the bootstrap method
     */
    AdviceCall(
            MethodVisitor to,
            HookedMethod method,
            AdviceClass advice,
            Kept kept,
            @Nullable Weave weave,
            ClassFiles files,
            String dispatcher) {
        this.to = to;
        this.method = method;
        this.advice = advice;
        this.kept = kept;
        this.weave = weave;
        this.files = files;
        this.link = new Handle(Opcodes.H_INVOKESTATIC, dispatcher, "link", LINK, false);
    }

    /** How much stack a call takes at most, its result included. */
    static int stack(AdviceMethod call) {
        return (Type.getArgumentsAndReturnSizes(call.descriptor()) >> 2) + ARRAY_STACK;
    }

    /** Leaves its result on the stack. */
    void emit(AdviceMethod call) {
        Type[] types = Type.getArgumentTypes(call.descriptor());
        for (int i = 0; i < types.length; i++) {
            AdviceParameter parameter = call.parameters().get(i);
            if (!call.exits() && parameter.source().isAfter()) {
                throw unfit("asks before " + method + " for what is known after it");
            }
            give(push(parameter, types[i]), types[i]);
        }
        String declaration = weave == null || call.exits() ? "" : weave.declaration();
        to.visitInvokeDynamicInsn(call.name(), call.descriptor(), link, advice.name(), declaration);
    }

    /** Pushes a value, and answers its type. */
    private Type push(AdviceParameter parameter, Type wanted) {
        return switch (parameter.source()) {
            case THIS -> self(wanted);
            case ARGUMENT -> argument(parameter.number());
            case ENTERED -> load(kept.entered(), kept.enteredType());
            case RETURNED -> returned(wanted);
            case THROWN -> load(kept.thrown(), THROWABLE);
            case DECLARING_CLASS -> constant(Type.getObjectType(method.owner()), CLASS);
            case METHOD_NAME -> constant(method.name(), STRING);
            case FIELD -> field(parameter, wanted);
            case DECLARATION -> nothing(wanted);
            case SUBJECT -> declared(weave == null ? -1 : weave.subject(), wanted);
            case MODEL -> declared(weave == null ? -1 : weave.model(), wanted);
            case ALL_ARGUMENTS -> weave != null && weave.arguments() ? allArguments() : nothing(wanted);
            case RESULT -> weave != null && weave.returned() ? returned(wanted) : nothing(wanted);
            case RETURN_TYPE -> classOf(method.returned());
        };
    }

    /** The object, as what advice takes it for: that it is that is why the class is woven. */
    private Type self(Type wanted) {
        Type owner = Type.getObjectType(method.owner());
        if (!method.isStatic()) {
            load(0, owner);
            cast(owner, wanted);
        } else if (weave != null) {
            nothing(wanted);
        } else {
            throw unfit("asks for the object of " + method + ", which is static");
        }
        return wanted;
    }

    private Type load(int slot, Type type) {
        if (slot < 0) {
            throw unfit("asks for what is not kept in " + method);
        }
        to.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
        return type;
    }

    private Type nothing(Type wanted) {
        to.visitInsn(HookedMethod.nothing(wanted));
        return wanted;
    }

    private Type argument(int number) {
        Type type = argumentType(number);
        return load(method.slot(number), type);
    }

    Type argumentType(int number) {
        Type[] arguments = method.arguments();
        if (number >= arguments.length) {
            throw unfit("names argument " + number + " of " + method);
        }
        return arguments[number];
    }

    private Type declared(int number, Type wanted) {
        return number < 0 ? nothing(wanted) : argument(number);
    }

    private Type returned(Type wanted) {
        return method.returned().getSort() == Type.VOID ? nothing(wanted) : load(kept.returned(), method.returned());
    }

    private Type constant(Object value, Type type) {
        to.visitLdcInsn(value);
        return type;
    }

    private Type field(AdviceParameter field, Type type) {
        if (method.isStatic() || !files.declares(field.owner(), field.field(), type.getDescriptor())) {
            throw unfit("asks for " + field.field() + " of type " + type.getClassName() + ", which " + method
                    + " does not have");
        }
        load(0, Type.getObjectType(method.owner()));
        to.visitFieldInsn(Opcodes.GETFIELD, field.owner(), field.field(), type.getDescriptor());
        return type;
    }

    private Type allArguments() {
        int count = method.arguments().length;
        to.visitIntInsn(Opcodes.SIPUSH, count);
        to.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT.getInternalName());
        for (int i = 0; i < count; i++) {
            to.visitInsn(Opcodes.DUP);
            to.visitIntInsn(Opcodes.SIPUSH, i);
            give(argument(i), OBJECT);
            to.visitInsn(Opcodes.AASTORE);
        }
        return OBJECT;
    }

    private Type classOf(Type type) {
        if (type.getSort() < Type.ARRAY) {
            to.visitFieldInsn(Opcodes.GETSTATIC, wrapper(type), "TYPE", CLASS.getDescriptor());
            return CLASS;
        }
        return constant(type, CLASS);
    }

    /** Makes what is on the stack of the type that advice wants: boxed, cast, or as it is. */
    private void give(Type from, Type wanted) {
        boolean primitive = from.getSort() < Type.ARRAY;
        if (primitive && wanted.equals(OBJECT)) {
            String wrapper = wrapper(from);
            String descriptor = Type.getMethodDescriptor(Type.getObjectType(wrapper), from);
            to.visitMethodInsn(Opcodes.INVOKESTATIC, wrapper, "valueOf", descriptor, false);
            return;
        }
        boolean classes = from.getSort() == Type.OBJECT && wanted.getSort() == Type.OBJECT;
        boolean fits = from.equals(wanted)
                || (!primitive && wanted.equals(OBJECT))
                || (classes && files.isSubtype(from.getInternalName(), wanted.getInternalName()));
        if (!fits) {
            throw unfit("takes " + wanted.getClassName() + ", and " + method + " has " + from.getClassName());
        }
        cast(from, wanted);
    }

    /** Makes what advice has returned of the type that the method has. */
    void take(Type from, Type wanted) {
        boolean fits = from.equals(wanted) || (from.equals(OBJECT) && wanted.getSort() >= Type.ARRAY);
        if (!fits) {
            throw unfit("returns " + from.getClassName() + ", and " + method + " has " + wanted.getClassName());
        }
        cast(from, wanted);
    }

    private void cast(Type from, Type wanted) {
        if (!from.equals(wanted) && !wanted.equals(OBJECT)) {
            to.visitTypeInsn(Opcodes.CHECKCAST, wanted.getInternalName());
        }
    }

    private IllegalArgumentException unfit(String why) {
        return new IllegalArgumentException(advice.name() + " " + why);
    }

    private static String wrapper(Type primitive) {
        return "java/lang/"
                + switch (primitive.getSort()) {
                    case Type.BOOLEAN -> "Boolean";
                    case Type.CHAR -> "Character";
                    case Type.BYTE -> "Byte";
                    case Type.SHORT -> "Short";
                    case Type.INT -> "Integer";
                    case Type.FLOAT -> "Float";
                    case Type.LONG -> "Long";
                    case Type.DOUBLE -> "Double";
                    default -> "Void";
                };
    }
}
