package io.meterweave.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A record is seen whole or not at all, and is there when its offer has returned. */
@JCStressTest
@Outcome(id = "0, 7", expect = Expect.ACCEPTABLE, desc = "drained before it was published")
@Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "drained at once, whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, lost or doubled")
@State
public class PublicationStress {
    private static final byte[] RECORD = Stripes.record(7);

    private final RingSegment segment = Stripes.segment();
    private final RingWriter writer = new RingWriter();

    /** The application's thread. */
    @Actor
    public void offer() {
        segment.offer(writer, RECORD, Stripes.LENGTH);
    }

    /** The journal thread. */
    @Actor
    public void drain(JJ_Result seen) {
        segment.free(0, segment.drain(0, 8, (stripe, position, record) -> seen.r1 += Stripes.number(record)));
    }

    /** The journal thread, later. */
    @Arbiter
    public void drainRest(JJ_Result seen) {
        segment.drain(0, 8, (stripe, position, record) -> seen.r2 += Stripes.number(record));
    }
}
