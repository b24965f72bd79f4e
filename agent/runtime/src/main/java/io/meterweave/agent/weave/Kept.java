package io.meterweave.agent.weave;

import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The slots in which a woven method keeps what goes from one advice to the other, just after its arguments; negative for what there is
 * none of.
 *
 * @param entered what the advice before has returned
 * @param returned what the method returns
 * @param thrown what it has thrown
 * @param end the first slot after all of them
 */
record Kept(HookedMethod method, int entered, Type enteredType, int returned, int thrown, int end) {
    static final String THROWABLE = "java/lang/Throwable";

    static Kept in(HookedMethod method, AdviceClass advice) {
        AdviceMethod enter = advice.enter();
        AdviceMethod exit = advice.exit();
        int end = method.slots();
        int entered = -1;
        int returned = -1;
        int thrown = -1;
        Type enteredType = Type.VOID_TYPE;
        if (enter != null && exit != null && enter.keepsResult()) {
            enteredType = enter.result();
            entered = end;
            end += enteredType.getSize();
        }
        if (exit != null && method.returned().getSort() != Type.VOID) {
            returned = end;
            end += method.returned().getSize();
        }
        if (exit != null && exit.onThrow()) {
            thrown = end++;
        }
        return new Kept(method, entered, enteredType, returned, thrown, end);
    }

    /** What stack maps have just before the body. */
    List<Object> atBody() {
        return withEntered(method.frameAtEntry());
    }

    /** What stack maps have for the arguments and what is entered, whatever the body does. */
    List<Object> lasting() {
        return withEntered(method.frame());
    }

    private List<Object> withEntered(List<Object> locals) {
        if (entered >= 0) {
            locals.add(HookedMethod.inFrame(enteredType));
        }
        return locals;
    }

    /** As {@link #lasting}, as many slots as come before the body's. */
    List<Object> beforeBody() {
        List<Object> locals = lasting();
        locals.addAll(Collections.nCopies(end - method.slots() - enteredType.getSize(), Opcodes.TOP));
        return locals;
    }

    /** What stack maps have for all of them after the body. */
    List<Object> afterBody() {
        List<Object> locals = lasting();
        if (returned >= 0) {
            locals.add(HookedMethod.inFrame(method.returned()));
        }
        if (thrown >= 0) {
            locals.add(THROWABLE);
        }
        return locals;
    }
}
