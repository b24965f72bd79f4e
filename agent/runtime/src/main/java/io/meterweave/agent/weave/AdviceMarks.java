package io.meterweave.agent.weave;

import io.meterweave.agent.weave.AdviceParameter.Source;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.FromMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The marks ({@link Advice}, {@link FromMethod}) of one method of an advice class. */
abstract class AdviceMarks extends MethodVisitor {
    private static final String MARK = "L" + Advice.class.getName().replace('.', '/') + "$";
    private static final int PUBLIC_STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    private static final String FROM_METHOD = Type.getDescriptor(FromMethod.class);

    private final String advice;
    private final boolean callable;
    private final String method;
    private final String descriptor;
    private final @Nullable AdviceParameter[] parameters;
    private boolean enters;
    private boolean exits;
    private boolean onThrow;
    private boolean replacesReturned;
    private int replacesArgument = -1;

    AdviceMarks(String advice, int access, String method, String descriptor) {
        super(Opcodes.ASM9);
        this.advice = advice;
        this.callable = (access & PUBLIC_STATIC) == PUBLIC_STATIC;
        this.method = method;
        this.descriptor = descriptor;
        this.parameters = new AdviceParameter[Type.getArgumentTypes(descriptor).length];
    }

    abstract void isEnter(AdviceMethod advice);

    abstract void isExit(AdviceMethod advice);

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
        switch (mark(type)) {
            case "OnEnter" -> enters = true;
            case "OnReturn" -> exits = true;
            case "OnExit" -> {
                exits = true;
                onThrow = true;
            }
            case "ReplacesReturned" -> replacesReturned = true;
            case "ReplacesArgument" -> {
                return new Values(said -> replacesArgument = said.number);
            }
            default -> {
                // Not ours.
            }
        }
        return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitParameterAnnotation(int parameter, String type, boolean visible) {
        if (type.equals(FROM_METHOD)) {
            return new Values(said -> parameters[parameter] = new AdviceParameter(part(said.text)));
        }
        switch (mark(type)) {
            case "This" -> parameters[parameter] = new AdviceParameter(Source.THIS);
            case "Entered" -> parameters[parameter] = new AdviceParameter(Source.ENTERED);
            case "Returned" -> parameters[parameter] = new AdviceParameter(Source.RETURNED);
            case "Thrown" -> parameters[parameter] = new AdviceParameter(Source.THROWN);
            case "DeclaringClass" -> parameters[parameter] = new AdviceParameter(Source.DECLARING_CLASS);
            case "MethodName" -> parameters[parameter] = new AdviceParameter(Source.METHOD_NAME);
            case "Argument" -> {
                return new Values(
                        said -> parameters[parameter] = new AdviceParameter(Source.ARGUMENT, said.number, "", ""));
            }
            case "Field" -> {
                return new Values(
                        said -> parameters[parameter] = new AdviceParameter(Source.FIELD, -1, said.text, said.owner));
            }
            default -> {
                // Not ours.
            }
        }
        return null;
    }

    @Override
    public void visitEnd() {
        if (!enters && !exits) {
            return;
        }
        if (!callable || (enters && exits)) {
            throw new IllegalArgumentException(
                    advice + "." + method + " is not public and static, or marked to run before and after");
        }
        List<AdviceParameter> all = new ArrayList<>();
        for (AdviceParameter parameter : parameters) {
            if (parameter == null) {
                throw new IllegalArgumentException(
                        advice + "." + method + " has a parameter that nothing says the value of");
            }
            all.add(parameter);
        }
        AdviceMethod marked =
                new AdviceMethod(method, descriptor, all, exits, onThrow, replacesArgument, replacesReturned);
        if (enters) {
            isEnter(marked);
        } else {
            isExit(marked);
        }
    }

    private static String mark(String type) {
        return type.startsWith(MARK) ? type.substring(MARK.length(), type.length() - 1) : "";
    }

    private static Source part(String name) {
        return switch (FromMethod.Part.valueOf(name)) {
            case DECLARATION -> Source.DECLARATION;
            case SUBJECT -> Source.SUBJECT;
            case MODEL -> Source.MODEL;
            case ARGUMENTS -> Source.ALL_ARGUMENTS;
            case RETURNED -> Source.RESULT;
            case RETURN_TYPE -> Source.RETURN_TYPE;
        };
    }

    /** What one mark says. */
    private static final class Values extends AnnotationVisitor {
        private final Consumer<Values> taken;
        private int number;
        private String text = "";
        private String owner = "";

        private Values(Consumer<Values> taken) {
            super(Opcodes.ASM9);
            this.taken = taken;
        }

        @Override
        public void visit(String name, Object value) {
            if (value instanceof Integer integer) {
                number = integer;
            } else if (value instanceof Type type) {
                owner = type.getInternalName();
            } else {
                text = value.toString();
            }
        }

        @Override
        public void visitEnum(String name, String type, String constant) {
            text = constant;
        }

        @Override
        public void visitEnd() {
            taken.accept(this);
        }
    }
}
