package io.meterweave.agent.weave;

import java.util.List;
import org.objectweb.asm.Type;

/**
 * A method of advice.
 *
 * @param exits whether it runs after the hooked method, and not before
 * @param onThrow whether it runs after a method that has thrown, too
 * @param replacesArgument the number of the argument that its result takes the place of; negative for none
 * @param replacesReturned whether its result takes the place of the method's
 */
record AdviceMethod(
        String name,
        String descriptor,
        List<AdviceParameter> parameters,
        boolean exits,
        boolean onThrow,
        int replacesArgument,
        boolean replacesReturned) {

    Type result() {
        return Type.getReturnType(descriptor);
    }

    /** What the method before leaves for the one after. */
    boolean keepsResult() {
        return replacesArgument < 0 && result().getSort() != Type.VOID;
    }
}
