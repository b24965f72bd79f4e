package io.meterweave.it.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
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

    /** By counting: of all sequences of coins, those whose heads are too few or too many for the bounds to enclose the median. */
    @Test
    void boundsEncloseTheMedianInAtLeast95OfHundredCasesAndNoWider() {
        for (int n = 6; n <= 30; n++) {
            double[] values = DoubleStream.iterate(1, i -> i + 1).limit(n).toArray();
            Medians medians = Medians.of(values);
            int rank = (int) medians.low();
            assertThat(medians.high()).as("symmetric, of %d", n).isEqualTo(n + 1 - rank);
            assertThat(coverage(n, rank)).as("of %d", n).isGreaterThanOrEqualTo(0.95);
            assertThat(coverage(n, rank + 1)).as("closer ones of %d", n).isLessThan(0.95);
        }
    }

    /** Of the interval from the rank-th lowest to the rank-th highest of n values. */
    private static double coverage(int n, int rank) {
        long outside = 0;
        long ways = 1;
        for (int heads = 0; heads < rank; heads++) {
            outside += 2 * ways;
            ways = ways * (n - heads) / (heads + 1);
        }
        return 1 - (double) outside / (1L << n);
    }
}
