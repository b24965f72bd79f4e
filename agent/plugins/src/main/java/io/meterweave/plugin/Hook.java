package io.meterweave.plugin;

import java.util.Arrays;
import java.util.List;

/**
 * One advice on one class.
 *
 * @param type the class or interface, by its binary name
 * @param subtypes whether those that extend or implement it are hooked too, where they declare one of the methods
 * @param need which of the methods have to be there
 * @param methods the methods, the newest version's first
 * @param advice the advice class, by its binary name
 */
public record Hook(String type, boolean subtypes, Need need, List<MethodShape> methods, String advice) {
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
        return new Hook(type, false, need, Arrays.asList(methods), advice);
    }

    /**
     * Declares a hook on the class or interface and on every one that extends or implements it, wherever one of the methods
     * has a body. What is needed, the type itself has to declare, be it without a body.
     */
    public static Hook onSubtypes(String type, Need need, String advice, MethodShape... methods) {
        return new Hook(type, true, need, Arrays.asList(methods), advice);
    }
}
