package io.meterweave.plugin;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of calls that differ in one name, such as the model that is asked for: encoded at a name's first call, found
 * without allocation from then on.
 */
public final class FactsByName {
    /** An application that makes its names up as it goes pays with an encoding for each call, not with our memory. */
    private static final int KEPT = 256;

    private final Facts base;
    private final Facts unnamed;
    private final Fact fact;
    private final ConcurrentHashMap<String, Facts> known = new ConcurrentHashMap<>();

    /**
     * Makes an empty one.
     *
     * @param base what all of them have
     * @param fact what the name is
     */
    public FactsByName(Facts base, Fact fact) {
        this(base, base, fact);
    }

    /** The same, with other facts for calls without a name. */
    public FactsByName(Facts base, Facts unnamed, Fact fact) {
        this.base = base;
        this.unnamed = unnamed;
        this.fact = fact;
    }

    /** The base and the name; the base alone where the name is refused and counted. */
    public Facts of(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return unnamed;
        }
        Facts facts = known.get(name);
        return facts == null ? encode(name) : facts;
    }

    private Facts encode(String name) {
        if (!Facts.fits(name)) {
            Metering.count(fact == Fact.SUBJECT ? Counter.REFUSED_SUBJECT : Counter.REFUSED_MODEL);
            return base;
        }
        Facts facts = base.with(fact, name);
        if (known.size() < KEPT) {
            known.put(name, facts);
        }
        return facts;
    }
}
