package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HookTimesTest {
    private final HookTimes times = StatFile.inMemory().hookTimes();

    @Test
    void everyValueIsInTheBucketThatItsEndBounds() {
        Random random = new Random(7);
        int last = -1;
        for (long nanos = 0; nanos < 100_000; nanos++) {
            int bucket = HookTimes.bucket(nanos);
            assertThat(bucket).isBetween(last, last + 1);
            last = bucket;
        }
        for (int i = 0; i < 100_000; i++) {
            long nanos = random.nextLong() >>> (30 + random.nextInt(34));
            int bucket = HookTimes.bucket(nanos);
            assertThat(nanos).isLessThan(HookTimes.end(bucket));
            assertThat(nanos).isGreaterThanOrEqualTo(bucket == 0 ? 0 : HookTimes.end(bucket - 1));
        }
        assertThat(HookTimes.bucket(-5)).isZero();
        assertThat(HookTimes.bucket(Long.MAX_VALUE)).isEqualTo(HookTimes.BUCKETS - 1);
    }

    @Test
    void percentilesAreAtMostAnEighthTooHigh() {
        assertThat(times.percentile(0.5)).isZero();
        for (long nanos = 1; nanos <= 100_000; nanos++) {
            times.record(nanos);
        }
        assertThat(times.samples()).isEqualTo(100_000);
        for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = Math.round(share * 100_000);
            assertThat(times.percentile(share)).isBetween(exact, exact + exact / 8 + 1);
        }
    }

    @Test
    void nothingOfManyThreadsIsLost() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 50_000; n++) {
                    times.record(n % 100);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(times.samples()).isEqualTo(200_000);
        HookTimes both = StatFile.inMemory().hookTimes();
        both.add(times);
        both.add(times);
        assertThat(both.samples()).isEqualTo(400_000);
        assertThat(both.percentile(0.5)).isEqualTo(times.percentile(0.5));
    }
}
