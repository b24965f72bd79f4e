package io.meterweave.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two writers of one stripe: what was accepted is there, once each, and one of them is. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the second met the first, and went elsewhere")
@Outcome(id = "10, 10", expect = Expect.ACCEPTABLE, desc = "the first met the second, and went elsewhere")
@Outcome(id = "11, 11", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, lost or doubled")
@State
public class TwoWritersStress {
    private static final byte[] ONE = Stripes.record(1);
    private static final byte[] TEN = Stripes.record(10);

    private final RingSegment segment = Stripes.segment();
    private final RingWriter first = new RingWriter();
    private final RingWriter second = new RingWriter();
    private long acceptedOne;
    private long acceptedTen;

    /** One of the application's threads. */
    @Actor
    public void one() {
        acceptedOne = segment.offer(first, ONE, Stripes.LENGTH) == 0 ? 0 : 1;
    }

    /** Another. */
    @Actor
    public void ten() {
        acceptedTen = segment.offer(second, TEN, Stripes.LENGTH) == 0 ? 0 : 10;
    }

    /** The journal thread, later. */
    @Arbiter
    public void drain(JJ_Result seen) {
        seen.r1 = acceptedOne + acceptedTen;
        segment.drain(0, 8, (stripe, position, record) -> seen.r2 += Stripes.number(record));
    }
}
