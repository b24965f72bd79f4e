package io.meterweave.plugin;

import io.meterweave.record.Facts;
import io.meterweave.ring.HookTimes;
import io.meterweave.ring.RingWriter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows about one thread: the inferences that are open on it, innermost last, who pays, and what came along
 * with the work that it does for another. Made at the thread's first metered call or scope; reused without allocation from
 * then on.
 */
public final class MeterThread {
    private static final ThreadLocal<MeterThread> CURRENT = ThreadLocal.withInitial(MeterThread::new);

    private static final int DEEPEST = 64;
    /** Where threads begin to count towards a sample: evenly spread, because many live for one call only. */
    private static final AtomicInteger BEGIN = new AtomicInteger();

    private static final int SPREAD = 0x9e3779b9;

    /** Whether any thread has ever had something to hand over: until then no hand-off makes a thread known. */
    private static boolean used;

    final RingWriter writer = new RingWriter();
    private Inference[] open = new Inference[2];
    private int depth;
    /** That of depth 0: most calls need no other, and each load on the way to it is waited for (docs/benchmarks.md). */
    private @Nullable Inference first;
    /** Where the work that this thread is doing now begins: what is open below is not what it is part of. */
    private int base;

    private int calls = BEGIN.getAndAdd(SPREAD) >>> 16;
    private long uncounted;

    @Nullable ScopeFrame scope;

    private @Nullable Carried carried;
    private Handling handling = Handling.NONE;
    private @Nullable PassedRequest passed;
    private Interrupted[] interrupted = new Interrupted[0];
    private int entered;
    final Contributions contributions = new Contributions();

    private MeterThread() {}

    /** The current thread's. */
    public static MeterThread current() {
        return CURRENT.get();
    }

    /** What work that the current thread hands to another now has to take along; null where there is nothing. */
    public static @Nullable Carried toHand() {
        return used ? current().capture() : null;
    }

    /** Whether the current thread is in any scope or call, its own or another's. */
    static boolean hasSomething() {
        if (!used) {
            return false;
        }
        MeterThread thread = current();
        return thread.scope != null || thread.carried != null || thread.depth > thread.base;
    }

    /**
     * Has a thread that is not started yet begin with what goes along with the work it is started for.
     *
     * @return false where it has thread-local values of its own already, or the JDK does not let us
     */
    public static boolean hand(Thread unstarted, Carried with) {
        MeterThread thread = new MeterThread();
        thread.carried = with;
        return StartedThreads.begin(CURRENT, unstarted, thread);
    }

    /** Who pays and the attributes, encoded. */
    Facts scope() {
        ScopeFrame frame = scope;
        if (frame != null) {
            return frame.facts;
        }
        Carried with = carried;
        return with == null ? Unattributed.nobody() : with.payer;
    }

    /** Opens a scope inside the one that is open now. */
    public ScopeFrame openScope(Facts facts) {
        ScopeFrame frame = new ScopeFrame(this, scope, facts);
        used = true;
        scope = frame;
        return frame;
    }

    void dropClosedScopes() {
        ScopeFrame frame = scope;
        while (frame != null && frame.closed) {
            frame = frame.outer;
        }
        scope = frame;
    }

    /** What work that is handed to another thread now has to take along; null where there is nothing. */
    public @Nullable Carried capture() {
        ScopeFrame frame = scope;
        Inference in = innermost();
        Carried with = carried;
        if (in == null && frame == null) {
            return with;
        }
        Gathering gathering = in != null ? in.nesting.gathering() : with != null ? with.gathering : null;
        return gathering == null && frame != null ? frame.carried() : new Carried(scope(), gathering);
    }

    /**
     * Begins work that was handed over, in place of what the thread is doing now.
     *
     * @param with null for work that nothing goes along with
     * @return what {@link #leave} needs
     */
    public int enter(@Nullable Carried with) {
        if (with != null && !used) {
            used = true;
        }
        if (entered == interrupted.length) {
            interrupted = Arrays.copyOf(interrupted, entered + 2);
        }
        Interrupted now = interrupted[entered];
        if (now == null) {
            now = new Interrupted();
            interrupted[entered] = now;
        }
        now.scope = scope;
        now.carried = carried;
        now.handling = handling;
        now.passed = passed;
        now.depth = depth;
        now.base = base;
        scope = null;
        carried = with;
        handling = Handling.NONE;
        passed = null;
        base = depth;
        return entered++;
    }

    /** Begins a request; where it is not known yet who pays for it, {@link #requestPayer} is to follow. */
    int enterRequest(@Nullable Carried with, boolean undecided) {
        int work = enter(with);
        handling = undecided ? Handling.UNDECIDED : Handling.DECIDED;
        return work;
    }

    /** Begins a step of a request that a server passes on from step to step. */
    int enterPassed(PassedRequest request) {
        int work = enterRequest(request.payer, false);
        passed = request;
        return work;
    }

    /** The request that the work at hand is a step of, where the server passes it on; null for none, and for others. */
    @Nullable PassedRequest passed() {
        return passed;
    }

    /** Whether the work at hand is a request. */
    boolean handlesRequest() {
        return handling != Handling.NONE;
    }

    /** Whether it is a request of which is not known yet who pays for it. */
    boolean awaitsPayer() {
        return handling == Handling.UNDECIDED;
    }

    /** Has the rest of the request be for who pays for it; scopes that are open in it come before that. */
    void requestPayer(@Nullable Carried with) {
        carried = with;
        handling = Handling.DECIDED;
        used |= with != null;
    }

    /** Ends work that was begun, and goes on with what the thread was doing before. */
    public void leave(int work) {
        if (work < 0 || work >= entered) {
            return; // Ended by an outer one, from within which a throw has passed the end of this.
        }
        Interrupted before = interrupted[work];
        entered = work;
        depth = Math.min(depth, before.depth);
        base = Math.min(depth, before.base);
        carried = before.carried;
        handling = before.handling;
        passed = before.passed;
        scope = before.scope;
        before.scope = null;
        before.carried = null;
        before.passed = null;
        dropClosedScopes(); // Those that were closed meanwhile.
    }

    /** Whether the time that the next call's hook takes is to be measured. */
    boolean isSampled() {
        return ++calls % HookTimes.SAMPLED == 0;
    }

    Inference push() {
        if (!used) {
            used = true;
        }
        if (depth == 0) {
            uncounted = Metering.uncounted();
        } else if (uncounted != Metering.uncounted()) {
            closeOpen();
        }
        if (depth == open.length) {
            grow();
        }
        Inference inference = depth == 0 ? first : open[depth];
        if (inference == null) {
            inference = new Inference(this, depth);
            open[depth] = inference;
            if (depth == 0) {
                first = inference;
            }
        }
        depth++;
        return inference;
    }

    /** Nothing nests that deep: what is open was left by hooks that a StackOverflowError has thrown out. */
    private void grow() {
        if (depth == DEEPEST) {
            closeOpen();
        } else {
            open = Arrays.copyOf(open, depth * 2);
        }
    }

    /**
     * Closes all that is open, because a hook has failed, and what it has left open would absorb later calls without a
     * trace. A call that really is open finishes all the same, for which nobody else may use its place; what it does from
     * now on has records of its own.
     */
    void closeOpen() {
        first = null;
        for (int i = 0; i < open.length; i++) {
            Inference inference = open[i];
            open[i] = null;
            if (inference != null) {
                inference.nesting.detach();
                inference.endPayer();
            }
        }
        depth = 0;
        base = 0;
        uncounted = Metering.uncounted();
    }

    /** The innermost call that is open below {@code at}, and that what the thread is doing now is part of. */
    @Nullable Inference enclosing(int at) {
        return at > base ? open[at - 1] : null;
    }

    /** The innermost call that is open, and that what the thread is doing now is part of. */
    @Nullable Inference innermost() {
        return enclosing(depth);
    }

    /** The inference on another thread that the work at hand is part of. */
    @Nullable Gathering handedBy() {
        Carried with = carried;
        return with == null ? null : with.gathering;
    }

    /** Closes the inference, and with it those above it that an asynchronous throw has left open. */
    void pop(Inference inference) {
        while (depth > inference.depth) {
            Inference ended = open[--depth];
            if (ended != null) {
                ended.endPayer();
            }
        }
    }
}
