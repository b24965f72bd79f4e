package io.meterweave.plugin.nettyhttp;

import io.meterweave.plugin.PassedRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Which request each handler of a channel is passing on, from its head to its last content. Handlers may run on different
 * threads, so what is here is replaced as a whole, and only where a handler passes its first request on. It goes when the
 * channel goes.
 */
final class Underway {
    private static final AttributeKey<Underway> KEY = AttributeKey.valueOf("io.meterweave.underway");

    private static final AtomicReferenceFieldUpdater<Underway, Step[]> STEPS =
            AtomicReferenceFieldUpdater.newUpdater(Underway.class, Step[].class, "steps");

    private volatile Step[] steps = {};

    /** A handler's context, and what it is passing on. */
    private static final class Step {
        private final ChannelHandlerContext of;
        private volatile @Nullable PassedRequest request;

        private Step(ChannelHandlerContext of) {
            this.of = of;
        }
    }

    private Underway() {}

    /** A channel's, made where there is none. */
    static Underway in(Channel channel) {
        Attribute<Underway> attribute = channel.attr(KEY);
        Underway known = attribute.get();
        if (known != null) {
            return known;
        }
        Underway made = new Underway();
        Underway before = attribute.setIfAbsent(made);
        return before == null ? made : before;
    }

    /** A channel's; null where no request has come by it, as where we are the client. */
    static @Nullable Underway known(Channel channel) {
        return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    }

    /** Notes that a handler passes on a request's head. */
    void begin(ChannelHandlerContext of, PassedRequest request) {
        Step step = find(steps, of);
        if (step == null) {
            step = new Step(of);
            add(step);
        }
        step.request = request;
    }

    /** The request that a content which a handler passes on belongs to; null where it has passed no head on. */
    @Nullable PassedRequest passedBy(ChannelHandlerContext of, boolean last) {
        Step step = find(steps, of);
        if (step == null) {
            return null;
        }
        PassedRequest request = step.request;
        if (last) {
            step.request = null;
        }
        return request;
    }

    private static @Nullable Step find(Step[] among, ChannelHandlerContext of) {
        for (Step step : among) {
            if (step.of == of) {
                return step;
            }
        }
        return null;
    }

    /** Adds one, and leaves out those of handlers that are no longer there: some are made anew for each request. */
    private void add(Step step) {
        Step[] now;
        Step[] then;
        do {
            now = steps;
            List<Step> still = new ArrayList<>(now.length + 1);
            for (Step each : now) {
                if (!each.of.isRemoved()) {
                    still.add(each);
                }
            }
            still.add(step);
            then = still.toArray(new Step[0]);
        } while (!STEPS.compareAndSet(this, now, then));
    }
}
