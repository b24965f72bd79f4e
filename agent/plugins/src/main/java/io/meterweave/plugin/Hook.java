package io.meterweave.plugin;

import java.util.Arrays;
import java.util.List;

/**
 * One advice on one class.
 *
 * @param type the class, by its binary name
 * @param need which of the methods have to be there
 * @param methods the methods, the newest version's first
 * @param advice the advice class, by its binary name
 */
public record Hook(String type, Need need, List<MethodShape> methods, String advice) {
    /** Which of a hook's methods have to be there. */
    public enum Need {
        /** The first of the methods that the class has is hooked; a class with none is not metered at all. */
        FIRST,
        /** Each one that the class has is hooked; a class with none is not metered at all. */
        ANY,
        /** Each one that the class has is hooked, and none need be there. */
        OPTIONAL
    }

    /** Declares a hook. */
    public static Hook on(String type, Need need, String advice, MethodShape... methods) {
        return new Hook(type, need, Arrays.asList(methods), advice);
    }
}
