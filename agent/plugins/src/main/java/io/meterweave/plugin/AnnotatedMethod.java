package io.meterweave.plugin;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A method that carries an annotation, as its class file has it.
 *
 * @param name the method's name
 * @param descriptor its descriptor
 * @param hasCode whether it has a body
 * @param values what the annotation says explicitly: strings, numbers, and the names of classes (binary) and enum constants
 * @param parameters for each parameter the binary names of its annotations
 */
public record AnnotatedMethod(
        String name, String descriptor, boolean hasCode, Map<String, Object> values, List<Set<String>> parameters) {
    /** Its name and descriptor, which no other method of its class has both. */
    public String signature() {
        return name + descriptor;
    }

    /** The explicit string of that name; empty where there is none. */
    public String text(String value) {
        return values.getOrDefault(value, "").toString();
    }
}
