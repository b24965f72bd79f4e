package io.meterweave.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a parameter of type Object of an {@link AnnotatedHook}'s advice: what the agent fills in for the method that it is in. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface FromMethod {
    /** What is filled in. */
    Part value();

    /** What an advice can have. */
    enum Part {
        /** What the method's annotation declares; a constant. The first parameter, and of the enter advice only. */
        DECLARATION,
        /** The argument that says who pays; null where no parameter does. */
        SUBJECT,
        /** The argument that names the model; null where no parameter does. */
        MODEL,
        /** All arguments in an array; null where they are not read. */
        ARGUMENTS,
        /** The result; null where it is not read. */
        RETURNED,
        /** The class that the method is declared to return. */
        RETURN_TYPE
    }
}
