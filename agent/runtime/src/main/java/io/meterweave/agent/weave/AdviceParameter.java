package io.meterweave.agent.weave;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.FromMethod;

/**
 * What a parameter of advice is given.
 *
 * @param number of {@link Source#ARGUMENT}, its number
 * @param field of {@link Source#FIELD}, its name
 * @param owner of {@link Source#FIELD}, the internal name of the class that declares it
 */
record AdviceParameter(Source source, int number, String field, String owner) {
    /** The marks of {@link Advice}, and the parts of {@link FromMethod}. */
    enum Source {
        THIS,
        ARGUMENT,
        ENTERED,
        RETURNED,
        THROWN,
        DECLARING_CLASS,
        METHOD_NAME,
        FIELD,
        DECLARATION,
        SUBJECT,
        MODEL,
        ALL_ARGUMENTS,
        RESULT,
        RETURN_TYPE;

        /** Whether it is known only after the method, or what runs before it. */
        boolean isAfter() {
            return this == ENTERED || this == RETURNED || this == THROWN || this == RESULT;
        }
    }

    /** One that needs nothing more said. */
    AdviceParameter(Source source) {
        this(source, -1, "", "");
    }
}
