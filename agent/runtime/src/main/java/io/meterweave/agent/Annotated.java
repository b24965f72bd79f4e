package io.meterweave.agent;

import io.meterweave.plugin.AnnotatedHook;
import io.meterweave.plugin.AnnotatedMethod;
import io.meterweave.plugin.Plugin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hooks that go into methods that carry an annotation, whatever their class is. */
final class Annotated {
    private final List<Hooked> hooks = new ArrayList<>();

    private record Hooked(Plugin plugin, AnnotatedHook hook) {}

    /**
     * A method that carries an annotation.
     *
     * @param weave what goes into it; null where the annotation is used wrongly
     * @param refusal what is wrong then, as the end of a sentence that begins with the method
     */
    record Use(Plugin plugin, AnnotatedMethod method, AnnotatedHook.@Nullable Weave weave, String refusal) {}

    void add(Plugin plugin, AnnotatedHook hook) {
        hooks.add(new Hooked(plugin, hook));
    }

    /** The annotations, by their binary names. */
    List<String> annotations() {
        return hooks.stream().map(one -> one.hook().annotation()).toList();
    }

    /** What class files of classes with such methods have in their constant pools. */
    List<String> marks() {
        return annotations().stream().map(Marks::ofAnnotation).toList();
    }

    /** The methods of a class file that carry one of the annotations. */
    List<Use> of(byte[] classFile) {
        List<Use> uses = new ArrayList<>();
        for (Hooked one : hooks) {
            for (AnnotatedMethod method :
                    AnnotatedMethods.in(classFile, one.hook().annotation())) {
                uses.add(use(one, method));
            }
        }
        return uses;
    }

    private static Use use(Hooked hooked, AnnotatedMethod method) {
        try {
            return new Use(hooked.plugin(), method, hooked.hook().weave(method), "");
        } catch (IllegalArgumentException e) {
            return new Use(hooked.plugin(), method, null, String.valueOf(e.getMessage()));
        }
    }
}
