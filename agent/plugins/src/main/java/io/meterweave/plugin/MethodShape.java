package io.meterweave.plugin;

import java.util.Arrays;
import java.util.List;

/**
 * A method by its name and the names of its erased parameter types.
 *
 * @param name the method's name, {@code <init>} for a constructor
 * @param parameters the types as {@link Class#getName} gives them
 */
public record MethodShape(String name, List<String> parameters) {
    /** Names a method. */
    public static MethodShape method(String name, String... parameters) {
        return new MethodShape(name, Arrays.asList(parameters));
    }

    /** Names a constructor. */
    public static MethodShape constructor(String... parameters) {
        return method("<init>", parameters);
    }

    @Override
    public String toString() {
        return name + "(" + String.join(",", parameters) + ")";
    }
}
