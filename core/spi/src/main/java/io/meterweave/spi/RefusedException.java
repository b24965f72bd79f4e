package io.meterweave.spi;

import java.util.List;

/**
 * The target has refused events for good: sending the same bytes again can never succeed. What may be cured from outside
 * (a wrong credential, a missing topic, a rate limit) is an {@link ExportException}: the events wait for it.
 *
 * <ul>
 *   <li>Events that are named are kept as dead letters, with the target's answer, and are not sent again by themselves.
 *   <li>Events of the batch that are not named were <em>not</em> acknowledged, and are sent again. Their ids are the
 *       same, so receivers drop those that had arrived.
 *   <li>Where no event is named, the target did not say which: at least one of the batch is meant. The batch is halved
 *       and the halves sent again, until single events are found.
 * </ul>
 */
public final class RefusedException extends ExportException {
    /** How many characters of a target's answer are kept. */
    public static final int MOST_CHARACTERS = 1_000;

    private static final long serialVersionUID = 1L;

    /**
     * One event that was refused.
     *
     * @param index the event's place in the batch, from 0
     * @param answer what the target says about it, without secrets; kept up to {@value #MOST_CHARACTERS} characters, and
     *     control characters replaced
     */
    public record Refusal(int index, String answer) {
        /** Makes the answer fit to be kept and printed. */
        public Refusal {
            if (index < 0) {
                throw new IllegalArgumentException("index " + index);
            }
            answer = bounded(answer);
        }
    }

    private final String answer;
    private final transient List<Refusal> refusals;

    /**
     * The target refuses the batch, and does not say which event is to blame.
     *
     * @param answer what the target says, without secrets; bounded like {@link Refusal#answer}
     */
    public RefusedException(String answer) {
        super(bounded(answer));
        this.answer = bounded(answer);
        this.refusals = List.of();
    }

    /**
     * The target refuses some events of the batch.
     *
     * @param refusals these, at least one, each once
     */
    public RefusedException(List<Refusal> refusals) {
        super(refusals.size() + " refused, the first: " + first(refusals).answer());
        this.answer = refusals.get(0).answer();
        this.refusals = List.copyOf(refusals);
    }

    private static Refusal first(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            throw new IllegalArgumentException("no event is named: give the target's answer alone");
        }
        return refusals.get(0);
    }

    /** What the target says; of several refusals, about the first. */
    public String answer() {
        return answer;
    }

    /** The refused events; empty where the target does not say which. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** Of an answer, which is a stranger's text, as much as is kept: one line, and no half of a surrogate pair. */
    public static String bounded(String answer) {
        int length = Math.min(answer.length(), MOST_CHARACTERS);
        if (length < answer.length() && Character.isHighSurrogate(answer.charAt(length - 1))) {
            length--;
        }
        StringBuilder kept = new StringBuilder(answer).delete(length, answer.length());
        for (int i = 0; i < length; i++) {
            if (Character.isISOControl(kept.charAt(i))) {
                kept.setCharAt(i, ' ');
            }
        }
        return kept.toString();
    }
}
