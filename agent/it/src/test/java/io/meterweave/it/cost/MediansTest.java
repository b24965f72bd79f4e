package io.meterweave.it.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediansTest {
    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Medians.of(new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
    }

    /** The second lowest and highest of ten, and of eleven, enclose the true median in 97.9 % and 98.8 % of cases. */
    @Test
    void boundsAreOrderStatistics() {
        assertThat(Medians.of(new double[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1})).isEqualTo(new Medians(2, 5.5, 9));
        assertThat(Medians.of(new double[] {11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1})).isEqualTo(new Medians(2, 6, 10));
    }

    @Test
    void fewValuesAreBoundedByTheLowestAndTheHighest() {
        assertThat(Medians.of(new double[] {3, 1, 2})).isEqualTo(new Medians(1, 2, 3));
    }
}
