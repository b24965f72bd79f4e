package io.meterweave.plugin.api;

import io.meterweave.api.Scope;
import io.meterweave.plugin.MeterThread;
import io.meterweave.plugin.Metering;
import io.meterweave.plugin.ScopeFrame;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scope that is open on a thread; it encodes what a record needs when it changes, not when a call is metered. */
final class OpenScope implements Scope {
    private final Facts subject;
    private final ScopeFrame frame;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    private OpenScope(Facts subject) {
        this.subject = subject;
        this.frame = MeterThread.current().openScope(subject);
    }

    static OpenScope open(@Nullable String subject) {
        if (subject == null || !Facts.fits(subject)) {
            Metering.count(Counter.REFUSED_SUBJECT);
            return new OpenScope(Facts.NONE);
        }
        return new OpenScope(Facts.NONE.with(Fact.SUBJECT, subject));
    }

    @Override
    public Scope attribute(@Nullable String key, @Nullable String value) {
        if (key == null
                || value == null
                || Facts.NONE.withAttribute(key, value) == null
                || (attributes.size() == Facts.MOST_ATTRIBUTES && !attributes.containsKey(key))) {
            Metering.count(Counter.REFUSED_ATTRIBUTE);
            return this;
        }
        attributes.put(key, value);
        Facts all = subject;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            Facts more = all.withAttribute(attribute.getKey(), attribute.getValue());
            all = more == null ? all : more;
        }
        frame.facts(all);
        return this;
    }

    @Override
    public void close() {
        frame.close();
    }
}
