package io.meterweave.it.cost.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SlopeTest {
    @Test
    void fewerThanSixStepsHaveNoBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> Slope.of(new double[] {1, 2, 3, 4, 5}));
    }

    /** Eight steps are 28 pairs, and the middle two of their slopes are 10.5 and 12. */
    @Test
    void theMedianOfAnEvenNumberOfPairsLiesBetweenTheMiddleTwo() {
        assertThat(Slope.of(new double[] {1, 2, 4, 8, 16, 32, 64, 128}).median())
                .isEqualTo((10.5 + 12) / 2);
    }

    /** All orders of the same figures: none of them grows but by chance. */
    @Test
    void chanceIsTakenForASlopeInAtMost5OfHundredCases() {
        for (int n = Slope.FEWEST; n <= 8; n++) {
            int[] counts = new int[2];
            permute(new double[n], 0, counts);
            assertThat((double) counts[1] / counts[0]).as("flat, of %d", n).isGreaterThanOrEqualTo(0.95);
        }
    }

    /** Counts the orders of 1 to n that begin as the first figures of {@code y}, and those that are flat. */
    private static void permute(double[] y, int set, int[] counts) {
        if (set == y.length) {
            counts[0]++;
            counts[1] += Slope.of(y).isFlat() ? 1 : 0;
            return;
        }
        for (int value = 1; value <= y.length; value++) {
            int candidate = value;
            if (Arrays.stream(y, 0, set).noneMatch(each -> each == candidate)) {
                y[set] = value;
                permute(y, set + 1, counts);
            }
        }
    }

    @Test
    void aStraightLineHasOneSlope() {
        assertThat(Slope.of(new double[] {1, 3, 5, 7, 9, 11})).isEqualTo(new Slope(2, 2, 2));
        assertThat(Slope.of(new double[] {4, 4, 4, 4, 4, 4}).isFlat()).isTrue();
    }
}
