package io.meterweave.plugin;

/** Hooks methods that carry an annotation, whatever class they are in. Bridge methods are left out: javac copies onto them. */
public interface AnnotatedHook {
    /** The annotation, by its binary name. */
    String annotation();

    /**
     * Says what goes into a method.
     *
     * @throws IllegalArgumentException where the annotation is used wrongly; the message goes on from the method's name, and
     *     says what to do
     */
    Weave weave(AnnotatedMethod method);

    /**
     * What goes into an annotated method. The advice's parameters may be {@link FromMethod}; one of them then is the method's
     * declaration, made once by the advice class's {@code public static Object declared(MethodHandles.Lookup, String)}, from a
     * lookup in the method's class and {@code declaration}, when the method is first called.
     *
     * @param advice the advice class, by its binary name
     * @param declaration what the agent keeps in the woven class for the advice; not empty
     * @param subject the number of the {@link FromMethod.Part#SUBJECT} parameter; negative for none
     * @param model the number of the {@link FromMethod.Part#MODEL} parameter; negative for none
     * @param arguments whether the advice gets the arguments, in an array that is made for each call
     * @param returned whether the advice gets the result, boxed where it is primitive
     */
    record Weave(String advice, String declaration, int subject, int model, boolean arguments, boolean returned) {}
}
