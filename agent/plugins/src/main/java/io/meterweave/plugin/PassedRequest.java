package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/**
 * A request that its server passes on in messages, from one step to the next, each inside of the one before or later and
 * elsewhere. Read once, from its first message. Immutable.
 */
public final class PassedRequest {
    private final Object head;
    final @Nullable Carried payer;

    PassedRequest(Object head, @Nullable Carried payer) {
        this.head = head;
        this.payer = payer;
    }

    /** The request of which the current thread does a step; null where it does none. */
    public static @Nullable PassedRequest atHand() {
        return MeterThread.current().passed();
    }

    /**
     * Whether it is the one with this head.
     *
     * @param theHead the object that all of its messages have in common, and no other request's
     */
    public boolean has(Object theHead) {
        return head == theHead;
    }
}
