package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;
import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.FactsByName;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Locality;
import io.meterweave.plugin.Metering;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** What a method's {@code @MeterUsage} says, found out once, so that a call only has to look. */
final class MeteredMethod {
    private static final FactsByName PAYERS = new FactsByName(Facts.NONE, Fact.SUBJECT);

    private final EntryPoint at;
    private final FactsByName models;
    private final boolean hasSubject;
    private final boolean reads;
    private final @Nullable UsageReader reader;

    private MeteredMethod(
            EntryPoint at, FactsByName models, boolean hasSubject, boolean reads, @Nullable UsageReader reader) {
        this.at = at;
        this.models = models;
        this.hasSubject = hasSubject;
        this.reads = reads;
        this.reader = reader;
    }

    /**
     * Reads a declaration.
     *
     * @param method can do what the method's class can
     * @param declaration the lines that {@link DeclaredPlugin} joined
     */
    static MeteredMethod of(MethodHandles.Lookup method, String declaration) {
        String[] lines = declaration.split("\n", -1);
        EntryPoint at =
                EntryPoint.ofMethod(Locality.valueOf(lines[4]), EntryPoint.EngineCalls.valueOf(lines[5]), lines[0]);
        Facts facts = with(with(Facts.NONE, Fact.OPERATION, lines[1]), Fact.PROVIDER, lines[2]);
        FactsByName models = new FactsByName(facts, with(facts, Fact.REQUEST_MODEL, lines[3]), Fact.REQUEST_MODEL);
        boolean reads = !lines[7].isEmpty();
        return new MeteredMethod(at, models, !lines[6].isEmpty(), reads, reads ? reader(method, lines[7]) : null);
    }

    private static Facts with(Facts facts, Fact fact, String value) {
        return value.isEmpty() ? facts : facts.with(fact, value);
    }

    /** Null where it cannot be made: then each call that it had to read is counted. */
    private static @Nullable UsageReader reader(MethodHandles.Lookup method, String name) {
        try {
            Class<?> type = Class.forName(name, false, method.lookupClass().getClassLoader());
            return (UsageReader) method.findConstructor(type, MethodType.methodType(void.class))
                    .invoke();
        } catch (ThreadDeath e) {
            throw e;
        } catch (Throwable e) {
            Metering.complain(
                    "the reader " + name + " of " + method.lookupClass().getName() + " cannot be made: " + e
                            + "; its records are kept without what it would read, each counted as reader_failed");
            return null;
        }
    }

    /** Opens a call; null where it is part of one that is open already. */
    @Nullable Object begin(
            @Nullable Object instance, @Nullable Object subject, @Nullable Object model, @Nullable Object arguments) {
        if (reads) {
            return beginReading(instance, subject, model, arguments);
        }
        Facts payer = hasSubject ? payer((String) subject) : null;
        Inference inference = Inference.openMethod(at, models.of((String) model), payer, instance);
        if (inference != null) {
            inference.start();
        }
        return inference;
    }

    private @Nullable Object beginReading(
            @Nullable Object instance, @Nullable Object subject, @Nullable Object model, @Nullable Object arguments) {
        // Before the call is open: what the reader does is no part of it, and it may say who pays.
        Reading reading = Reading.of(reader, (Object[]) arguments);
        Usage usage = reading.usage();
        Facts payer = usage.hasSubject() ? payer(usage.subject()) : hasSubject ? payer((String) subject) : null;
        Inference inference = Inference.openMethod(at, models.of((String) model), payer, instance);
        if (inference == null) {
            return null;
        }
        inference.start();
        return reading.begin(inference);
    }

    /** Who pays; counted where that is nobody because of what was said. */
    static Facts payer(@Nullable String subject) {
        if (subject == null || subject.isEmpty()) {
            Metering.count(Counter.REFUSED_SUBJECT);
        }
        return PAYERS.of(subject);
    }
}
