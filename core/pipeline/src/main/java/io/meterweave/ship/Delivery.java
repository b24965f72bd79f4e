package io.meterweave.ship;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches to an exporter, each until every event of it is either accepted or refused for good.
 *
 * <p>What is left of the batch lies on a stack of parts, the earliest events on top; to begin with, the whole batch. The
 * top part, cut to what the exporter sends in one request and to what {@link RateLimit} lets go, is sent, and
 *
 * <ul>
 *   <li>is taken off where the exporter accepts it;
 *   <li>loses the events that the exporter names as refused, and stays;
 *   <li>is replaced by its two halves where something of it is refused and nothing named; a single event is refused
 *       itself;
 *   <li>stays as it is after any other failure, which the exporter gets time to recover from, and also after what an
 *       exporter must not throw. Only this part is repeated.
 * </ul>
 *
 * Parts never overtake each other, so that events are accepted in order. Each answer but the last makes the stack smaller
 * or its parts shorter, so that a batch of n events is done with after fewer than 2n refusals. The caller moves its cursor
 * when it has kept the refused ones; until then the whole batch counts as not sent, and would come again after a crash.
 */
public final class Delivery {
    private final String name;
    private final UsageExporter exporter;
    private final Consumer<String> complaints;
    private final Backoff backoff;
    private final Patience patience;
    private final RateLimit limit;
    private Consumer<String> failures = message -> {};

    /** Makes a delivery without a limit of its own. */
    public Delivery(String name, UsageExporter exporter, Consumer<String> complaints, Patience patience) {
        this(name, exporter, complaints, patience, Pace.DEFAULT);
    }

    /**
     * Makes a delivery.
     *
     * @param name the exporter's name in the configuration
     * @param complaints takes one line when the deliveries of a batch begin to fail
     * @param patience how long failures, and the rate, are waited out
     * @param pace of which the rate is kept to; how much a batch holds is the caller's business
     */
    public Delivery(String name, UsageExporter exporter, Consumer<String> complaints, Patience patience, Pace pace) {
        this(name, exporter, complaints, patience, new Backoff(), new RateLimit(pace.rate(), System::nanoTime));
    }

    Delivery(
            String name,
            UsageExporter exporter,
            Consumer<String> complaints,
            Patience patience,
            Backoff backoff,
            RateLimit limit) {
        this.name = name;
        this.exporter = exporter;
        this.complaints = complaints;
        this.patience = patience;
        this.backoff = backoff;
        this.limit = limit;
    }

    /** Names who is told of every failure that is waited out. */
    void onFailure(Consumer<String> told) {
        failures = told;
    }

    /** Delivers a batch; answers what was refused, by sequence, or null where the time was over before it was done. */
    public @Nullable List<Refused> deliver(List<UsageEvent> batch) {
        List<Refused> refused = new ArrayList<>();
        Deque<List<UsageEvent>> parts = new ArrayDeque<>();
        push(parts, List.copyOf(batch));
        boolean complained = false;
        while (!parts.isEmpty()) {
            List<UsageEvent> part = parts.element();
            try {
                part = oneRequest(parts);
                long wait = limit.nanosToWait();
                if (wait > 0 && !patience.rest(wait)) {
                    return null;
                }
                limit.sent(part.size());
                exporter.export(part);
                parts.remove();
                backoff.succeeded();
            } catch (RefusedException e) {
                parts.remove();
                refused(part, e, refused, parts);
                backoff.succeeded();
            } catch (ExportException | RuntimeException | LinkageError e) {
                // An exporter's bug is no reason to ship nothing until the next start.
                String message = e instanceof ExportException
                        ? String.valueOf(e.getMessage())
                        : RefusedException.bounded(e.toString());
                failures.accept(message);
                if (!complained) {
                    complaints.accept("exporter " + name + " failed: " + message
                            + "; usage stays in the journal and is sent again");
                    complained = true;
                }
                long asked = e instanceof ExportException known ? known.retryAfterMillis() : 0;
                if (!patience.rest(backoff.failed(TimeUnit.MILLISECONDS.toNanos(asked)))) {
                    return null;
                }
            }
        }
        // A named one may come before what an earlier part's halves have still to show.
        refused.sort(Comparator.comparingLong(r -> r.event().sequence()));
        return refused;
    }

    /** The top part, cut to what the exporter and the rate let go at once; the rest lies below it. */
    private List<UsageEvent> oneRequest(Deque<List<UsageEvent>> parts) {
        List<UsageEvent> part = parts.element();
        int fitting = Math.min(limit.most(), part.size());
        fitting = Math.max(1, Math.min(fitting, exporter.fitting(part.subList(0, fitting))));
        if (fitting < part.size()) {
            parts.remove();
            push(parts, part.subList(fitting, part.size()));
            push(parts, part.subList(0, fitting));
        }
        return parts.element();
    }

    private static void refused(
            List<UsageEvent> part, RefusedException e, List<Refused> refused, Deque<List<UsageEvent>> parts) {
        List<UsageEvent> left = new ArrayList<>();
        BitSet named = new BitSet(part.size());
        for (RefusedException.Refusal refusal : e.refusals()) {
            // An index beyond the batch names nothing: the halving finds what is meant.
            if (refusal.index() < part.size() && !named.get(refusal.index())) {
                named.set(refusal.index());
                refused.add(new Refused(part.get(refusal.index()), refusal.answer()));
            }
        }
        if (!named.isEmpty()) {
            for (int i = named.nextClearBit(0); i < part.size(); i = named.nextClearBit(i + 1)) {
                left.add(part.get(i));
            }
            push(parts, left);
        } else if (part.size() == 1) {
            refused.add(new Refused(part.get(0), e.answer()));
        } else {
            int half = part.size() / 2;
            push(parts, part.subList(half, part.size()));
            push(parts, part.subList(0, half));
        }
    }

    private static void push(Deque<List<UsageEvent>> parts, List<UsageEvent> part) {
        if (!part.isEmpty()) {
            parts.push(List.copyOf(part));
        }
    }
}
