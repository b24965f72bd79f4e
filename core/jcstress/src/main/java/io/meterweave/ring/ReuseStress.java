package io.meterweave.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A full stripe is drained and freed while a writer wants its bytes: nothing is overwritten that was not taken. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused: the stripe was full still")
@Outcome(id = "1000, 1000", expect = Expect.ACCEPTABLE, desc = "written where the drained ones had been")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, lost or doubled")
@State
public class ReuseStress {
    private static final byte[] OLD = Stripes.record(1);
    private static final byte[] NEW = Stripes.record(1000);

    private final RingSegment segment = Stripes.segment();
    private final RingWriter writer = new RingWriter();
    private long before;
    private long accepted;
    private long drained;

    /** A full stripe. */
    public ReuseStress() {
        while (segment.offer(writer, OLD, Stripes.LENGTH) != 0) {
            before++;
        }
    }

    /** The application's thread. */
    @Actor
    public void offer() {
        accepted = segment.offer(writer, NEW, Stripes.LENGTH) == 0 ? 0 : 1000;
    }

    /** The journal thread. */
    @Actor
    public void drain() {
        segment.free(0, segment.drain(0, 3, (stripe, position, record) -> drained += Stripes.number(record)));
    }

    /** The journal thread, later. */
    @Arbiter
    public void drainRest(JJ_Result seen) {
        segment.drain(0, 100, (stripe, position, record) -> drained += Stripes.number(record));
        seen.r1 = accepted;
        seen.r2 = drained - before;
    }
}
