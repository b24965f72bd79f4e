package io.meterweave.it.cost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static long[] due(Schedule schedule) {
        return IntStream.range(0, schedule.count()).mapToLong(schedule::due).toArray();
    }

    @Test
    void arrivesAtItsRate() {
        long[] due = due(new Schedule(1_000, 100, 1));

        assertThat(due).hasSize(100_000).isSorted();
        // The standard deviation of the last of so many independent arrivals is 0.3 %.
        assertThat(due[due.length - 1] / 1e9).isCloseTo(100, within(2.0));
    }

    /** Of exponential distances, exp(-1) are longer than their mean; of equal ones none is. */
    @Test
    void arrivalsAreIndependent() {
        long[] due = due(new Schedule(1_000, 100, 1));

        long longer = IntStream.range(1, due.length)
                .filter(i -> due[i] - due[i - 1] > 1_000_000)
                .count();
        assertThat(longer / (double) due.length).isCloseTo(Math.exp(-1), within(0.01));
    }

    @Test
    void theSameSeedGivesTheSameArrivals() {
        assertThat(due(new Schedule(50, 2, 3))).isEqualTo(due(new Schedule(50, 2, 3)));
        assertThat(due(new Schedule(50, 2, 3))).isNotEqualTo(due(new Schedule(50, 2, 4)));
    }
}
