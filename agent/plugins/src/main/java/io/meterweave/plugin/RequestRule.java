package io.meterweave.plugin;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.util.List;
import java.util.Map;

/**
 * Where requests say who pays. The sources are asked in their order, and the first that says anything is believed: what it
 * says is either the subject or, where that is none, refused and counted. Then there is no subject, and no source of lesser
 * trust is asked: whoever can spoil the better one could choose who pays.
 *
 * @param subjects where the subject comes from, the most trusted first
 * @param attributes the headers that become attributes, by the attribute
 */
public record RequestRule(List<SubjectSource> subjects, Map<String, String> attributes) {
    /** Requests say nothing. */
    public static final RequestRule NONE = new RequestRule(List.of(), Map.of());

    private static final SubjectSource PRINCIPAL = new SubjectSource.Principal();

    /** Copies the collections. */
    public RequestRule {
        subjects = List.copyOf(subjects);
        attributes = Map.copyOf(attributes);
    }

    /** Whether requests are asked for anything. */
    public boolean asks() {
        return !subjects.isEmpty() || !attributes.isEmpty();
    }

    /** Whether that depends on who the client is, which the server is still to find out. */
    boolean waits(Request request) {
        if (!subjects.contains(PRINCIPAL)) {
            return false;
        }
        for (SubjectSource source : subjects) {
            if (source.equals(PRINCIPAL) && request.principal() == null && request.authenticates()) {
                return true;
            }
            if (source.said(request) != null) {
                return false;
            }
        }
        return false;
    }

    /** Who pays for what is done for the request, and its attributes; {@link Facts#NONE} where it says nothing. */
    Facts payer(Request request) {
        Facts payer = subject(request);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            List<String> values = request.header(attribute.getValue());
            if (values != null && !values.isEmpty()) {
                String value = HeaderText.only(values);
                Facts more = value == null ? null : payer.withAttribute(attribute.getKey(), value);
                if (more == null) {
                    count(request, Counter.REFUSED_ATTRIBUTE);
                } else {
                    payer = more;
                }
            }
        }
        return payer;
    }

    /**
     * The same for one of several requests that a thread works on together: where it names nobody, {@code otherwise} pays. One
     * that names somebody whom nobody can be billed as is for nobody.
     */
    Facts payer(Request request, Facts otherwise) {
        Facts payer = payer(request);
        for (SubjectSource source : subjects) {
            if (source.said(request) != null) {
                return Unattributed.in(payer);
            }
        }
        return payer.orElse(otherwise);
    }

    private Facts subject(Request request) {
        for (SubjectSource source : subjects) {
            String said = source.said(request);
            if (said != null) {
                if (Facts.fits(said)) {
                    return Facts.NONE.with(Fact.SUBJECT, said);
                }
                count(request, Counter.REFUSED_SUBJECT);
                return Facts.NONE;
            }
        }
        return Facts.NONE;
    }

    /** Once for a request, however often it is begun. */
    private static void count(Request request, Counter what) {
        if (request.arrival() != Request.Arrival.AGAIN) {
            Metering.count(what);
        }
    }
}
