package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
import io.meterweave.plugin.DeferredCall;
import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.plugin.Metering;
import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.ring.Counter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what the application says it has used into a record. */
final class DeclaredUsage {
    private static final EntryPoint BY_HAND = EntryPoint.of(Layer.METHOD, Locality.LOCAL);

    private DeclaredUsage() {}

    /** Makes a record of its own. */
    static void record(Usage usage) {
        Facts payer = usage.hasSubject() ? MeteredMethod.payer(usage.subject()) : null;
        Inference inference = Inference.openMethod(BY_HAND, Facts.NONE, payer, null);
        if (inference != null) {
            into(inference, usage);
            inference.finishPast(usage.wallTimeNs(), usage.errorType());
        }
    }

    /** Takes quantities: a call. */
    private interface Quantities {
        void set(Quantity quantity, long value);
    }

    /** Says it in place of what the calls inside of the inference tell. */
    static void into(Inference inference, Usage usage) {
        inference.more(facts(usage, usage, inference.attributesLeft()));
        numbers(usage, inference::set);
        if (hasTokens(usage)) {
            inference.tokensSource(source(usage));
        }
        if (usage.deviceTimeNs() != Usage.UNKNOWN) {
            inference.deviceTimeSource(DeviceTimeSource.MEASURED);
        }
    }

    /** The same for a call that has outlived its method, and now is ended. */
    static void into(DeferredCall call, Usage usage, int room) {
        sources(call, usage);
        numbers(usage, call::set);
        call.more(facts(usage, usage, room));
    }

    /**
     * Adds the numbers of one item to a call that has outlived its method.
     *
     * @param before what was said when the method returned; the item's words come before it
     */
    static void add(DeferredCall call, Usage item, Usage before, int room) {
        sources(call, item);
        numbers(item, (quantity, value) -> {
            if (value >= 0) {
                call.add(quantity, value);
            }
        });
        Facts words = facts(item, before, room);
        if (words != Facts.NONE) {
            call.more(words);
        }
    }

    private static void sources(DeferredCall call, Usage usage) {
        if (hasTokens(usage)) {
            call.tokensSource(source(usage));
        }
        if (usage.deviceTimeNs() != Usage.UNKNOWN) {
            call.deviceTimeSource(DeviceTimeSource.MEASURED);
        }
    }

    /** The same word, in the application's copy of the API. */
    private static TokensSource source(Usage usage) {
        return TokensSource.valueOf(usage.tokensOrigin().name());
    }

    private static void numbers(Usage usage, Quantities to) {
        to.set(Quantity.INPUT_TOKENS, usage.inputTokens());
        to.set(Quantity.OUTPUT_TOKENS, usage.outputTokens());
        to.set(Quantity.CACHE_READ_INPUT_TOKENS, usage.cacheReadInputTokens());
        to.set(Quantity.CACHE_CREATION_INPUT_TOKENS, usage.cacheCreationInputTokens());
        to.set(Quantity.REASONING_OUTPUT_TOKENS, usage.reasoningOutputTokens());
        to.set(Quantity.ITEMS, usage.items());
        to.set(Quantity.DEVICE_TIME_NS, usage.deviceTimeNs());
        to.set(Quantity.TIME_TO_FIRST_TOKEN_NS, usage.timeToFirstTokenNs());
    }

    private static Facts facts(Usage usage, Usage otherwise, int room) {
        Facts facts = with(Facts.NONE, Fact.OPERATION, or(usage.operation(), otherwise.operation()));
        facts = with(facts, Fact.PROVIDER, or(usage.provider(), otherwise.provider()));
        facts = with(facts, Fact.REQUEST_MODEL, or(usage.model(), otherwise.model()));
        facts = with(facts, Fact.RESPONSE_MODEL, or(usage.responseModel(), otherwise.responseModel()));
        Map<String, String> attributes = usage.attributes().isEmpty() ? otherwise.attributes() : usage.attributes();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String key = attribute.getKey();
            String value = attribute.getValue();
            boolean isFull = facts.attributes() == room;
            Facts more = key == null || value == null || isFull ? null : facts.withAttribute(key, value);
            if (more == null) {
                Metering.count(Counter.REFUSED_ATTRIBUTE);
            } else {
                facts = more;
            }
        }
        return facts;
    }

    private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
        return value == null ? otherwise : value;
    }

    private static boolean hasTokens(Usage usage) {
        return usage.inputTokens() != Usage.UNKNOWN
                || usage.outputTokens() != Usage.UNKNOWN
                || usage.cacheReadInputTokens() != Usage.UNKNOWN
                || usage.cacheCreationInputTokens() != Usage.UNKNOWN
                || usage.reasoningOutputTokens() != Usage.UNKNOWN;
    }

    private static Facts with(Facts facts, Fact fact, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return facts;
        }
        if (!Facts.fits(value)) {
            Metering.count(Counter.REFUSED_MODEL);
            return facts;
        }
        return facts.with(fact, value);
    }
}
