package io.meterweave.exporter.http;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a target's answer means for the events that were sent. */
sealed interface Verdict {
    /** Stands for the options that say who sends. */
    String CREDENTIAL = "credential";

    /** All of them are in. */
    record Taken() implements Verdict {}

    /**
     * The target tells what is wrong with which, and has taken none of the others: they are sent again without these.
     *
     * @param in the places of those that it has had before
     * @param refused what it says about those that it never takes, by place
     */
    record Sorted(Set<Integer> in, Map<Integer, String> refused) implements Verdict {
        /** The same, with what the target says as {@code shown} has it. */
        Sorted with(UnaryOperator<String> shown) {
            Map<Integer, String> masked = new TreeMap<>(refused);
            masked.replaceAll((place, answer) -> shown.apply(answer));
            return new Sorted(in, masked);
        }
    }

    /**
     * At least one of them is never taken as it is; which, is not said.
     *
     * @param answer what the target says
     */
    record Refused(String answer) implements Verdict {}

    /**
     * Something else is in the way, and all are sent again.
     *
     * @param reason what
     * @param change the options that cure it, separated by {@code ", "}, as far as the answer tells; empty where it does
     *     not
     */
    record Failed(String reason, String change) implements Verdict {}

    /** What most targets mean by their status. */
    static Verdict byStatus(Answer answer) {
        String answers = "it answers " + answer.status();
        if (answer.accepts()) {
            return new Taken();
        }
        if (answer.refuses()) {
            return new Refused("HTTP " + answer.status() + ": " + answer.text());
        }
        if (answer.redirects()) {
            String location = answer.location() == null ? "nowhere" : answer.location();
            return new Failed(answers + ", a redirect to " + location + ", which is not followed: set url", "url");
        }
        return new Failed(
                answer.explains() ? answers + ": " + answer.text() : answers,
                switch (answer.status()) {
                    case 401, 403 -> CREDENTIAL;
                    case 404, 405, 410 -> "url";
                    default -> "";
                });
    }
}
