package io.meterweave.plugin;

import io.meterweave.plugin.EntryPoint.EngineCalls;
import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageDraft;
import org.jspecify.annotations.Nullable;

/**
 * What the calls inside an inference have used, for all that it does not say itself: its own value wins, otherwise the
 * integers of its direct children add up, and words are the first child's.
 *
 * <p>Tokens are one thing, not five numbers: they are taken from the highest layer that reports any, and from no other.
 * Where a sum has parts of different origin, the weakest one is named.
 *
 * <p>Where engine calls are declared to be the steps of a generation, input tokens and items are the first one's, and each one
 * that has not failed adds as many output tokens as it has items. What that does not fit leaves the tokens unknown: a step
 * that does not tell its items, and anything else among them, which might be a step, too.
 */
final class Nested {
    private static final Quantity[] TOKENS = {
        Quantity.INPUT_TOKENS,
        Quantity.OUTPUT_TOKENS,
        Quantity.CACHE_READ_INPUT_TOKENS,
        Quantity.CACHE_CREATION_INPUT_TOKENS,
        Quantity.REASONING_OUTPUT_TOKENS
    };

    private final UsageDraft sums = new UsageDraft();
    private final FactsPair children = new FactsPair();
    private final FactsPair all = new FactsPair();
    private Facts facts = Facts.NONE;
    private @Nullable Layer tokensFrom;
    private boolean uncountable;

    void clear() {
        sums.begin(Facts.NONE, Facts.NONE);
        facts = Facts.NONE;
        tokensFrom = null;
        uncountable = false;
    }

    /** Adds a child that has ended. */
    void add(EntryPoint owner, EntryPoint child, UsageDraft used) {
        say(used.model());
        say(used.more());
        boolean isStep = owner.engines() == EngineCalls.STEPS;
        if (isStep) {
            step(child.layer(), used);
        } else {
            sum(used, Quantity.ITEMS);
        }
        sum(used, Quantity.ATTEMPTS);
        if (used.has(Quantity.DEVICE_TIME_NS)) {
            sum(used, Quantity.DEVICE_TIME_NS);
            sums.deviceTimeSource(DeviceTimeSource.ALL.get(Math.max(sums.deviceTimeSource(), used.deviceTimeSource())));
        }
        if (!isStep && used.tokensSource() >= 0) {
            tokens(owner, child.layer(), used);
        }
    }

    private void step(Layer layer, UsageDraft used) {
        uncountable |= layer != Layer.ENGINE || !used.has(Quantity.ITEMS);
        if (tokensFrom == null) {
            tokensFrom = layer;
            sum(used, Quantity.ITEMS);
            sum(used, Quantity.INPUT_TOKENS);
            sums.set(Quantity.OUTPUT_TOKENS, 0);
            sums.tokensSource(TokensSource.ALL.get(Math.max(used.tokensSource(), TokensSource.COUNTED.ordinal())));
        }
        if (!used.hasOutcome()) {
            sums.set(Quantity.OUTPUT_TOKENS, sums.get(Quantity.OUTPUT_TOKENS) + used.get(Quantity.ITEMS));
        }
    }

    private void say(Facts more) {
        facts = facts == Facts.NONE ? more : children.orElse(facts, more);
    }

    private void tokens(EntryPoint owner, Layer layer, UsageDraft used) {
        int order = tokensFrom == null ? 1 : layer.compareTo(tokensFrom);
        if (order < 0) {
            return;
        }
        if (order > 0) {
            tokensFrom = layer;
            uncountable = false;
            for (Quantity quantity : TOKENS) {
                sums.set(quantity, -1);
            }
        } else if (layer == Layer.ENGINE && owner.engines() != EngineCalls.PARTS) {
            uncountable = true;
        }
        for (Quantity quantity : TOKENS) {
            sum(used, quantity);
        }
        int source = order > 0 ? used.tokensSource() : Math.max(sums.tokensSource(), used.tokensSource());
        sums.tokensSource(TokensSource.ALL.get(source));
    }

    private void sum(UsageDraft used, Quantity quantity) {
        if (used.has(quantity)) {
            sums.set(quantity, used.get(quantity) + (sums.has(quantity) ? sums.get(quantity) : 0));
        }
    }

    /** Whether engine calls have counted the tokens, and no higher layer. */
    boolean engineCounted() {
        return tokensFrom == Layer.ENGINE && !uncountable;
    }

    /** Gives the inference what it does not say itself. */
    void fill(UsageDraft own) {
        // What the call says itself of the answer comes behind, and wins where a fact is there twice.
        own.model(all.orElse(own.model(), facts));
        fill(own, Quantity.ITEMS);
        fill(own, Quantity.ATTEMPTS);
        if (!own.has(Quantity.DEVICE_TIME_NS) && sums.has(Quantity.DEVICE_TIME_NS)) {
            fill(own, Quantity.DEVICE_TIME_NS);
            own.deviceTimeSource(DeviceTimeSource.ALL.get(sums.deviceTimeSource()));
        }
        if (own.tokensSource() < 0 && tokensFrom != null && !uncountable) {
            for (Quantity quantity : TOKENS) {
                fill(own, quantity);
            }
            own.tokensSource(TokensSource.ALL.get(sums.tokensSource()));
        }
    }

    private void fill(UsageDraft own, Quantity quantity) {
        if (!own.has(quantity) && sums.has(quantity)) {
            own.set(quantity, sums.get(quantity));
        }
    }

    /** Joins two sets of facts; the same two as the last time without allocation. */
    private static final class FactsPair {
        private Facts first = Facts.NONE;
        private Facts second = Facts.NONE;
        private Facts joined = Facts.NONE;

        Facts orElse(Facts these, Facts others) {
            if (these == others || others == Facts.NONE) {
                return these;
            }
            if (these != first || others != second) {
                joined = these.orElse(others);
                first = these;
                second = others;
            }
            return joined;
        }
    }
}
