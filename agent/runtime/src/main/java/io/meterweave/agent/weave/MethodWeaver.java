package io.meterweave.agent.weave;

import io.meterweave.agent.weave.AdviceParameter.Source;
import io.meterweave.plugin.AnnotatedHook.Weave;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AnalyzerAdapter;

/**
 * Puts one class of advice into one method.
 *
 * <pre>
 *   try { entered = enter(…) } catch (Throwable t) { failed(t); entered = null }
 *   copies of this and the arguments
 *   try { the body; each "return x" is: returned = x, go to end } catch (Throwable t) { thrown = t }
 *   end:
 *   try { exit(…) } catch (Throwable t) { failed(t) }
 *   if (thrown != null) throw thrown
 *   return returned
 * </pre>
 *
 * <p>The body works on the copies: whatever it does to its arguments, after it the arguments themselves are what the method was called with, and of
 * the types that it declares, which stack maps after the body rely on. So each local variable of the body moves up by as many slots as there are of
 * arguments and of what is kept. Without advice after the body nothing is copied and nothing moves; a constructor keeps {@code this} and its arguments
 * where they are, as stack maps have {@code this} change there, and advice after it finds what the body left in them. Stack maps are written, not
 * computed: that would ask for the types of the body, and load them.
 *
 * <p>Methods are woven by several classes of advice one around the other: each sees what the next writes as the body.
 */
final class MethodWeaver extends MovedLocals {
    private final MethodVisitor next;
    private final HookedMethod method;
    private final @Nullable AdviceMethod enter;
    private final @Nullable AdviceMethod exit;
    private final AdviceCall call;
    private final Kept kept;
    private final String dispatcher;
    private final boolean copies;
    private final Label bodyStart = new Label();
    private final Label end = new Label();
    private @Nullable AnalyzerAdapter operands;
    private boolean returns;

    private MethodWeaver(
            MethodVisitor next,
            HookedMethod method,
            AdviceClass advice,
            Kept kept,
            boolean copies,
            @Nullable Weave weave,
            ClassFiles files,
            String dispatcher) {
        super(next, copies ? kept.end() : 0);
        this.next = next;
        this.method = method;
        this.enter = advice.enter();
        this.exit = advice.exit();
        this.kept = kept;
        this.copies = copies;
        this.dispatcher = dispatcher;
        this.call = new AdviceCall(next, method, advice, kept, weave, files, dispatcher);
    }

    /**
     * Weaves a method of which {@code next} takes the code.
     *
     * @param weave what it declares by an annotation; null where it is hooked by its name
     * @param files of its class
     * @param dispatcher the internal name of {@code MeterweaveDispatch}
     * @throws IllegalArgumentException where the advice is not for a constructor, and the method is one; what else does not fit is thrown
     *     while the code is written
     */
    static MethodWeaver into(
            MethodVisitor next,
            HookedMethod method,
            AdviceClass advice,
            @Nullable Weave weave,
            ClassFiles files,
            String dispatcher) {
        Kept kept = Kept.in(method, advice);
        boolean constructor = method.isConstructor();
        if (constructor && (kept.end() > method.slots() || asksForThis(advice.enter()))) {
            throw new IllegalArgumentException(advice.name() + " is not for a constructor: " + method);
        }
        boolean copies = advice.exit() != null && !constructor;
        return new MethodWeaver(next, method, advice, kept, copies, weave, files, dispatcher);
    }

    private static boolean asksForThis(@Nullable AdviceMethod enter) {
        return enter != null
                && enter.parameters().stream()
                        .anyMatch(parameter -> parameter.source() == Source.THIS || parameter.source() == Source.FIELD);
    }

    /**
     * Says who knows what is on the operand stack where the body returns: a return drops what a compiler has left there, a jump must not. Needed where
     * code comes from a class file; another weaver leaves nothing there.
     */
    void operandsBy(AnalyzerAdapter analyzer) {
        operands = analyzer;
    }

    @Override
    public void visitCode() {
        next.visitCode();
        if (enter != null) {
            enter(enter);
        }
        if (copies && method.slots() > 0) {
            copyArguments();
        } else if (enter != null) {
            next.visitInsn(Opcodes.NOP); // Two stack maps cannot be at one place, and the body may begin with one.
        }
        next.visitLabel(bodyStart);
    }

    private void enter(AdviceMethod advice) {
        Guarded guarded = new Guarded();
        call.emit(advice);
        if (advice.replacesArgument() >= 0) {
            int number = advice.replacesArgument();
            guarded.replace(advice.result(), call.argumentType(number), method.slot(number), method.frameAtEntry());
        } else if (kept.entered() >= 0) {
            store(kept.enteredType(), kept.entered());
        } else {
            drop(advice.result());
        }
        guarded.end(method.frameAtEntry());
        if (kept.entered() >= 0) {
            next.visitInsn(HookedMethod.nothing(kept.enteredType()));
            store(kept.enteredType(), kept.entered());
        }
        frame(guarded.done, kept.atBody());
    }

    private void copyArguments() {
        int by = kept.end();
        if (!method.isStatic()) {
            next.visitVarInsn(Opcodes.ALOAD, 0);
            next.visitVarInsn(Opcodes.ASTORE, by);
        }
        Type[] types = method.arguments();
        for (int i = 0; i < types.length; i++) {
            next.visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), method.slot(i));
            store(types[i], method.slot(i) + by);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (exit == null || opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
            next.visitInsn(opcode);
            return;
        }
        if (kept.returned() >= 0) {
            store(method.returned(), kept.returned());
        }
        dropOperands(method.returned().getSize());
        if (kept.thrown() >= 0) {
            next.visitInsn(Opcodes.ACONST_NULL);
            next.visitVarInsn(Opcodes.ASTORE, kept.thrown());
        }
        next.visitJumpInsn(Opcodes.GOTO, end);
        returns = true;
    }

    /** Drops what the body has left on the operand stack; its topmost slots are taken already. */
    private void dropOperands(int taken) {
        List<Object> stack = operands == null || operands.stack == null ? List.of() : operands.stack;
        int left = stack.size() - taken;
        while (left > 0) {
            boolean wide = stack.get(left - 1) == Opcodes.TOP;
            next.visitInsn(wide ? Opcodes.POP2 : Opcodes.POP);
            left -= wide ? 2 : 1;
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        int stack = maxStack + 1;
        if (enter != null) {
            stack = Math.max(stack, AdviceCall.stack(enter));
        }
        if (exit != null) {
            stack = Math.max(stack, AdviceCall.stack(exit));
            after(exit);
        }
        super.visitMaxs(stack, maxLocals);
    }

    private void after(AdviceMethod advice) {
        if (advice.onThrow()) {
            Label thrown = new Label();
            next.visitTryCatchBlock(bodyStart, thrown, thrown, Kept.THROWABLE);
            frame(thrown, kept.lasting(), Kept.THROWABLE);
            next.visitVarInsn(Opcodes.ASTORE, kept.thrown());
            if (kept.returned() >= 0) {
                next.visitInsn(HookedMethod.nothing(method.returned()));
                store(method.returned(), kept.returned());
            }
        } else if (!returns) {
            return; // Nothing comes here.
        }
        frame(end, kept.afterBody());
        exit(advice);
        if (advice.onThrow()) {
            Label returning = new Label();
            next.visitVarInsn(Opcodes.ALOAD, kept.thrown());
            next.visitJumpInsn(Opcodes.IFNULL, returning);
            next.visitVarInsn(Opcodes.ALOAD, kept.thrown());
            next.visitInsn(Opcodes.ATHROW);
            frame(returning, kept.afterBody());
        }
        if (kept.returned() >= 0) {
            next.visitVarInsn(method.returned().getOpcode(Opcodes.ILOAD), kept.returned());
        }
        next.visitInsn(method.returned().getOpcode(Opcodes.IRETURN));
    }

    private void exit(AdviceMethod advice) {
        Guarded guarded = new Guarded();
        call.emit(advice);
        if (advice.replacesReturned()) {
            guarded.replace(advice.result(), method.returned(), kept.returned(), kept.afterBody());
        } else {
            drop(advice.result());
        }
        guarded.end(kept.afterBody());
        frame(guarded.done, kept.afterBody());
    }

    /** Code of ours: what it throws goes to {@code failed}. */
    private final class Guarded {
        private final Label to = new Label();
        private final Label failed = new Label();
        private final Label done = new Label();

        private Guarded() {
            Label from = new Label();
            next.visitTryCatchBlock(from, to, failed, Kept.THROWABLE);
            next.visitLabel(from);
        }

        /** Stores what advice has returned, unless null. */
        private void replace(Type from, Type type, int slot, List<Object> locals) {
            if (from.getSort() < Type.ARRAY) {
                call.take(from, type);
                store(type, slot);
            } else {
                Label some = new Label();
                next.visitInsn(Opcodes.DUP);
                next.visitJumpInsn(Opcodes.IFNONNULL, some);
                next.visitInsn(Opcodes.POP);
                next.visitJumpInsn(Opcodes.GOTO, done);
                frame(some, locals, HookedMethod.inFrame(from));
                call.take(from, type);
                store(type, slot);
            }
        }

        /** Ends it, and begins what is done after a failure; ends at {@link #done}. */
        private void end(List<Object> locals) {
            next.visitLabel(to);
            next.visitJumpInsn(Opcodes.GOTO, done);
            frame(failed, locals, Kept.THROWABLE);
            next.visitMethodInsn(Opcodes.INVOKESTATIC, dispatcher, "failed", "(Ljava/lang/Throwable;)V", false);
        }
    }

    private void drop(Type type) {
        if (type.getSize() > 0) {
            next.visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
    }

    private void store(Type type, int slot) {
        next.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot);
    }

    private void frame(Label at, List<Object> locals, Object... stack) {
        next.visitLabel(at);
        next.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.length, stack);
    }

    @Override
    List<Object> before() {
        return kept.beforeBody();
    }
}
