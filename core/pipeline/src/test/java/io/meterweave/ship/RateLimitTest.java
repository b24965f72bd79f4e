package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private record Sending(long at, int events) {}

    /** The clock is about to begin again at its lowest value. */
    private long now = Long.MAX_VALUE - SECOND / 3;

    /** Sends when it may, as much as is asked for; each sending takes up to so long. */
    private List<Sending> send(RateLimit limit, Random random, int sendings, int latency) {
        List<Sending> sent = new ArrayList<>();
        for (int i = 0; i < sendings; i++) {
            now += limit.nanosToWait();
            int events = 1 + random.nextInt(limit.most());
            limit.sent(events);
            sent.add(new Sending(now, events));
            now += latency == 0 ? 0 : random.nextInt(latency);
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 999, 1_000, 1_000_000})
    void noSecondSeesMoreThanTheRateAndOneSending(int rate) {
        for (int seed = 0; seed < 20; seed++) {
            RateLimit limit = new RateLimit(rate, () -> now);
            assertThat(limit.most()).isBetween(1, Math.max(1, rate / 2));
            List<Sending> sent = send(limit, new Random(seed), 200, seed % 2 == 0 ? 0 : 700_000_000);
            for (int from = 0; from < sent.size(); from++) {
                long before = 0;
                for (int to = from; to < sent.size() && sent.get(to).at - sent.get(from).at < SECOND; to++) {
                    assertThat(before).as("seed " + seed).isLessThanOrEqualTo(rate);
                    before += sent.get(to).events;
                }
            }
        }
    }

    /** And not less: the rounding of a sending is a nanosecond. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 999, 1_000_000})
    void asManyAsAllowedAreSent(int rate) {
        RateLimit limit = new RateLimit(rate, () -> now);
        long begin = now;
        List<Sending> sent = send(limit, new Random(rate), 1_000, 0);
        long events = sent.stream().limit(999).mapToLong(Sending::events).sum();
        long took = sent.get(999).at - begin;
        long least = events / rate * SECOND + events % rate * SECOND / rate;
        assertThat(took).isBetween(least, least + 1_000);
    }

    @Test
    void timeInWhichNothingWasSentIsNotMadeUpFor() {
        RateLimit limit = new RateLimit(10, () -> now);
        limit.sent(5);
        assertThat(limit.nanosToWait()).isEqualTo(SECOND / 2);
        now += 100 * SECOND;
        assertThat(limit.nanosToWait()).isZero();
        limit.sent(5);
        assertThat(limit.nanosToWait()).isEqualTo(SECOND / 2);
    }

    @Test
    void withoutARateNothingWaits() {
        RateLimit limit = new RateLimit(0, () -> now);
        limit.sent(1_000_000);
        assertThat(limit.nanosToWait()).isZero();
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
    }
}
