package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long FIRST = 250_000_000L;
    private static final long MOST = 60_000_000_000L;

    @Test
    void doublesUpToAMinuteAndLeavesOutUpToAHalf() {
        for (int round = 0; round < 200; round++) {
            Backoff backoff = new Backoff();
            long full = FIRST;
            for (int failure = 0; failure < 100; failure++) {
                assertThat(backoff.failed()).isBetween(full / 2, full);
                full = Math.min(MOST, full * 2);
            }
            assertThat(full).isEqualTo(MOST);
        }
    }

    @Test
    void beginsAgainAfterASuccess() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < 50; i++) {
            backoff.failed();
        }
        backoff.succeeded();
        assertThat(backoff.failed()).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void manyDoNotReturnAtTheSameMoment() {
        assertThat(LongStream.generate(() -> new Backoff().failed())
                        .limit(100)
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }

    @Test
    void aTargetThatAsksForTimeGetsItUpToFiveMinutesAndAQuarterMore() {
        long asked = 10_000_000_000L;
        long most = 300_000_000_000L;
        for (int round = 0; round < 200; round++) {
            assertThat(new Backoff().failed(asked)).isBetween(asked, asked + asked / 4);
            assertThat(new Backoff().failed(Long.MAX_VALUE)).isBetween(most, most + most / 4);
            assertThat(new Backoff().failed(-1)).isBetween(FIRST / 2, FIRST);
        }
        assertThat(LongStream.generate(() -> new Backoff().failed(asked))
                        .limit(100)
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }

    @Test
    void aShortRequestForTimeDoesNotShortenTheWait() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < 20; i++) {
            backoff.failed(1_000_000);
        }
        assertThat(backoff.failed(1_000_000)).isBetween(MOST / 2, MOST);
    }
}
