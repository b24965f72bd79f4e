package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
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

    /** Says it in place of what the calls inside of the inference tell. */
    static void into(Inference inference, Usage usage) {
        Facts facts = with(Facts.NONE, Fact.OPERATION, usage.operation());
        facts = with(facts, Fact.PROVIDER, usage.provider());
        facts = with(facts, Fact.REQUEST_MODEL, usage.model());
        inference.more(with(facts, Fact.RESPONSE_MODEL, usage.responseModel()));
        usage.attributes().forEach(inference::attribute);
        inference.set(Quantity.INPUT_TOKENS, usage.inputTokens());
        inference.set(Quantity.OUTPUT_TOKENS, usage.outputTokens());
        inference.set(Quantity.CACHE_READ_INPUT_TOKENS, usage.cacheReadInputTokens());
        inference.set(Quantity.CACHE_CREATION_INPUT_TOKENS, usage.cacheCreationInputTokens());
        inference.set(Quantity.REASONING_OUTPUT_TOKENS, usage.reasoningOutputTokens());
        if (hasTokens(usage)) {
            // The same words, in the application's copy of the API.
            inference.tokensSource(TokensSource.valueOf(usage.tokensOrigin().name()));
        }
        inference.set(Quantity.ITEMS, usage.items());
        inference.set(Quantity.TIME_TO_FIRST_TOKEN_NS, usage.timeToFirstTokenNs());
        if (usage.deviceTimeNs() != Usage.UNKNOWN) {
            inference.set(Quantity.DEVICE_TIME_NS, usage.deviceTimeNs());
            inference.deviceTimeSource(DeviceTimeSource.MEASURED);
        }
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
