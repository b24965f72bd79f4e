package io.meterweave.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a class of advice is marked with. It has one method that runs before the hooked one, or one that runs after it, or both: public, static,
 * with each parameter marked. The agent reads the marks from the class file, so the JVM never loads one. What advice throws is counted
 * ({@code hook_failed}) and never reaches the application.
 *
 * <p>A parameter has the type of what it is given, or a supertype; what is primitive is boxed for a parameter of type {@code Object}. A class whose methods
 * have other types is not woven, and that is said. Arguments are what the method was called with, or what has replaced them, whatever the method assigns to
 * them; but for constructors, after which they are what the constructor left in them.
 */
public final class Advice {
    private Advice() {}

    /**
     * Runs before the method; what it returns is kept for the advice that runs after it. In a constructor there is no {@code this} yet,
     * and nothing is kept.
     */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    public @interface OnEnter {}

    /** Runs after the method, if that has returned. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    public @interface OnReturn {}

    /** Runs after the method, be it that it has returned or thrown; not in a constructor. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    public @interface OnExit {}

    /**
     * What the advice before the method returns, unless null, goes on as this argument of the method; it is not kept. It is of the argument's type, or
     * {@code Object}.
     */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    public @interface ReplacesArgument {
        /** The argument's number, from 0; one that is no primitive. */
        int value();
    }

    /** What the advice after the method returns, of the same type or {@code Object}, is what the method returns: unless null, or a primitive always. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    public @interface ReplacesReturned {}

    /** The object that the method is called on; null where an annotated method is static. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface This {}

    /** An argument of the method. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface Argument {
        /** Its number, from 0. */
        int value();
    }

    /** What the advice before the method has returned; null or 0 where that has thrown. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface Entered {}

    /** What the method returns; null or 0 where it has thrown, null where it returns nothing. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface Returned {}

    /** What the method has thrown; null where it has returned. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface Thrown {}

    /** The class that declares the method: not what the object is of. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface DeclaringClass {}

    /** The name of the method, a String. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface MethodName {}

    /** A field of the object that is declared with the parameter's type, and that the method's class may read. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PARAMETER)
    public @interface Field {
        /** Its name. */
        String value();

        /** The class that declares it. */
        Class<?> of();
    }
}
