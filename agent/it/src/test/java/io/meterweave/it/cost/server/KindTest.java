package io.meterweave.it.cost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KindTest {
    @Test
    void sixRoundsHaveEachOrderOnce() {
        List<List<Kind>> orders = IntStream.range(0, 6).mapToObj(Kind::order).toList();

        assertThat(orders)
                .doesNotHaveDuplicates()
                .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder(Kind.values()));
        assertThat(Kind.order(6)).isEqualTo(Kind.order(0));
    }

    @Test
    void anAgentThatIsOffIsFound() {
        assertThat(Kind.METERWEAVE.isActive(100, 0)).isFalse();
        assertThat(Kind.METERWEAVE.isActive(100, 99)).isFalse();
        assertThat(Kind.METERWEAVE.isActive(100, 100)).isTrue();
        assertThat(Kind.OPENTELEMETRY.isActive(100, 0)).isFalse();
        assertThat(Kind.OPENTELEMETRY.isActive(100, 1)).isTrue();
        assertThat(Kind.NO_AGENT.isActive(100, 1)).isFalse();
    }
}
