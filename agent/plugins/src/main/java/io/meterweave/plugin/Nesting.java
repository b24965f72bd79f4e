package io.meterweave.plugin;

import io.meterweave.record.UsageDraft;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How a call stands to the one around it, and to those inside of it. Belongs to one {@link Inference} and is reused with it;
 * for most calls nothing of it is set, and nothing has to be reset.
 *
 * <p>A call inside of another that has a record is part of it, if it is of the same locality and of a strictly lower layer:
 * when it ends, what it used goes to the call around it ({@link Nested}). Any other call has a record of its own, and names the
 * one around it as its parent. The call around it is the innermost one that is open on this thread or, where this thread
 * works for another, on that ({@link Gathering}).
 */
final class Nesting {
    private static final AtomicLong SCOPES = new AtomicLong();

    private EntryPoint at = EntryPoint.of(Layer.ENGINE, Locality.LOCAL);
    /** Whether anything below is set. */
    private boolean used;
    /** The kind of call that has the record which this call is part of, where it is part of another. */
    private EntryPoint owner = at;

    private @Nullable Nesting outer;
    private @Nullable Gathering handedBy;
    private boolean absorbed;
    private long parent;
    private long scopeId;
    private Nested nested = new Nested();
    private boolean hasNested;
    private @Nullable Gathering gathering;
    private @Nullable Object instance;
    private @Nullable Class<?> declaring;

    void begin(EntryPoint kind, @Nullable Inference around, @Nullable Gathering by) {
        if (at != kind) {
            at = kind;
        }
        if (used) {
            reset(); // A throw has passed its end.
        }
        if (around != null || by != null) {
            within(around == null ? null : around.nesting, by);
        }
    }

    private void within(@Nullable Nesting around, @Nullable Gathering by) {
        used = true;
        outer = around;
        handedBy = by;
        owner = around != null ? around.owner() : by != null ? by.owner : at;
        absorbed = owner.absorbs(at);
        if (!absorbed) {
            parent = scopeIdAround();
        }
    }

    /** Remembers whose method it is, so that it is known again when it calls another one of that object. */
    void of(Object object, @Nullable Class<?> declaringClass) {
        used = true;
        instance = object;
        declaring = declaringClass;
    }

    /** Whether another hooked method of the same object is part of this call: not the same method once more. */
    boolean hasPart(EntryPoint kind, Object object, Class<?> declaringClass) {
        return instance == object && !at.isMethod() && (at != kind || declaring != declaringClass);
    }

    /** Whether this call is an override that calls the method it overrides. */
    boolean overrides(EntryPoint kind, Object object) {
        return instance == object && at.overrides(kind);
    }

    /** The kind of call that this is. */
    EntryPoint at() {
        return at;
    }

    private EntryPoint owner() {
        return absorbed ? owner : at;
    }

    /** What the records of calls made in this one, that are no part of it, name as their parent: the record that it is in. */
    private long scopeId() {
        if (absorbed) {
            return scopeIdAround();
        }
        if (scopeId == 0) {
            used = true;
            scopeId = SCOPES.incrementAndGet();
        }
        return scopeId;
    }

    private long scopeIdAround() {
        return outer != null ? outer.scopeId() : handedBy != null ? handedBy.scopeId() : 0;
    }

    /** What is handed to other threads during this call comes back here. */
    Gathering gathering() {
        Gathering known = gathering;
        if (known == null) {
            used = true;
            known = new Gathering(owner(), scopeId());
            gathering = known;
        }
        return known;
    }

    private Nested nested() {
        if (!hasNested) {
            used = true;
            nested.clear();
            hasNested = true;
        }
        return nested;
    }

    /** Gives the call what those inside of it used, for what it does not say itself. */
    void fill(UsageDraft draft) {
        if (used) {
            closeGathering();
            if (hasNested) {
                nested.fill(draft);
            }
        }
    }

    /** Whether the engine calls inside of it have counted the tokens; what other threads add later has its own record. */
    boolean engineCounted() {
        closeGathering();
        return hasNested && nested.engineCounted();
    }

    /** Gives what was used to the call around this one; false where it has a record of its own. */
    boolean contribute(UsageDraft draft, MeterThread thread) {
        if (!used || !absorbed) {
            return false;
        }
        if (outer != null) {
            outer.nested().add(outer.at, at, draft);
            return true;
        }
        if (handedBy == null || contribute(handedBy, at, draft, thread)) {
            return handedBy != null;
        }
        parent = handedBy.scopeId();
        return false;
    }

    /** Gives what a call used to one that is open elsewhere; false where that has ended. */
    static boolean contribute(Gathering to, EntryPoint at, UsageDraft draft, MeterThread thread) {
        Contribution contribution = thread.contribution();
        contribution.at = at;
        contribution.used.copyFrom(draft);
        contribution.busy = true;
        if (to.offer(contribution)) {
            return true;
        }
        contribution.busy = false;
        return false;
    }

    /**
     * Hands what this call is to one that outlives its method. From now on, what is handed over comes back there; and where it
     * is part of another call, it ends like a part on another thread does: that call may have ended before.
     */
    DeferredCall defer(UsageDraft draft) {
        Gathering to = !absorbed ? null : outer != null ? outer.gathering() : handedBy;
        long id = to == null ? scopeId() : SCOPES.incrementAndGet();
        Gathering own = gathering != null ? gathering : new Gathering(owner(), to == null ? id : to.scopeId());
        Nested parts = null;
        if (hasNested) {
            parts = nested;
            nested = new Nested();
            hasNested = false;
        }
        gathering = null;
        return new DeferredCall(at, id, parent, to, own, parts, RunningUsage.of(draft), draft.start());
    }

    /** An id for a call that is begun anew, without its method. */
    static long nextScopeId() {
        return SCOPES.incrementAndGet();
    }

    /** Writes which record this one was made in, and by what others name this one. */
    void name(UsageDraft draft) {
        if (used) {
            draft.parent(parent);
            draft.scopeId(scopeId);
        }
    }

    void end() {
        if (used) {
            reset();
        }
    }

    /**
     * Makes it a call that nothing will come to any more, and that is inside of nothing. What it has gathered so far it keeps,
     * for the case that it ends after all.
     */
    void detach() {
        closeGathering();
        outer = null;
        handedBy = null;
        absorbed = false;
        parent = 0;
        instance = null;
        declaring = null;
    }

    private void closeGathering() {
        if (gathering != null) {
            Gathering.add(gathering.close(), nested(), at);
            gathering = null;
        }
    }

    private void reset() {
        detach();
        owner = at;
        scopeId = 0;
        hasNested = false;
        used = false;
    }
}
