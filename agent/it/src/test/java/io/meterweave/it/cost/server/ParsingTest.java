package io.meterweave.it.cost.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is read of jcmd, of the kernel, of answers, of OTLP and of the command line. */
class ParsingTest {
    private static final String LOOK_ON_17 = """
            "main" #1 prio=5 os_prio=0 cpu=308.82ms elapsed=2.22s allocated=16355K defined_classes=1440 tid=0x1 nid=0x54b5 waiting
               java.lang.Thread.State: TIMED_WAITING (sleeping)
            "VM Thread" os_prio=0 cpu=1.61ms elapsed=2.19s tid=0x2 nid=0x54bb runnable
            "a \\"#7\\" thread" #12 daemon prio=10 cpu=0.30ms elapsed=2.18s allocated=40B defined_classes=0 tid=0x3 nid=0x54bc
            """;
    private static final String LATER_ON_25 = """
            "main" #1 [21973] prio=5 os_prio=0 cpu=355.68ms elapsed=2.24s allocated=20M defined_classes=1472 tid=0x1 nid=21973
            "new" #30 [21989] daemon prio=10 os_prio=0 cpu=0.33ms elapsed=2.22s allocated=64B defined_classes=0 tid=0x4 nid=2
            """;

    @Test
    void allocation() {
        Allocated earlier = Allocated.parse(LOOK_ON_17);

        assertThat(earlier.byThread()).containsOnlyKeys("1", "12").containsEntry("1", 16355L << 10);
        assertThat(Allocated.parse(LATER_ON_25).since(earlier)).isEqualTo((20L << 20) - (16355L << 10) + 64);
        assertThatThrownBy(() -> Allocated.parse("no such process")).hasMessageContaining("no such process");
    }

    @Test
    void memory() {
        String rollup = "55-7f ---p 00000000 [rollup]\nRss:   1 kB\nAnonymous:        2560 kB\nAnonHugePages: 7 kB\n";

        assertThat(Memory.mebibytes(rollup, "Anonymous")).isEqualTo(2.5);
        assertThatThrownBy(() -> Memory.mebibytes(rollup, "VmHWM")).hasMessageContaining("VmHWM");
    }

    /** Of 36 ticks the fourth and fifth are idle; guests are in the user's time already. */
    @Test
    void processors() {
        assertThat(Processors.busyMicros("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n"))
                .isEqualTo(27 * 10_000);
        assertThat(new Processors(900, 500, 300, 2_000_000).othersSince(new Processors(100, 50, 50, 1_000_000)))
                .isEqualTo(10);
    }

    @Test
    void answers() throws IOException {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-length: 42\r\n\r\n{\r\n".getBytes(US_ASCII);

        assertThat(Connection.endOfHead(answer, answer.length)).isEqualTo(answer.length - 3);
        assertThat(Connection.endOfHead(answer, answer.length - 4)).isNegative();
        assertThat(Connection.length(new String(answer, US_ASCII))).isEqualTo(42);
        assertThatThrownBy(() -> Connection.length("HTTP/1.1 500 No\r\nContent-length: 42\r\n\r\n"))
                .hasMessageContaining("500");
    }

    /** resource_spans { resource {}, scope_spans { spans {}, spans { name: "x" }, schema_url: "s" } }, twice. */
    @Test
    void spans() {
        byte[] once = {10, 14, 10, 0, 18, 10, 18, 0, 18, 3, 42, 1, 'x', 26, 1, 's'};
        ByteBuffer twice =
                ByteBuffer.allocate(2 * once.length).put(once).put(once).flip();

        assertThat(SpanSink.count(twice, 0)).isEqualTo(4);
    }

    @Test
    void arguments() {
        Plan plan = Plan.parse("rounds=2", "jdk=25");

        assertThat(plan.rounds()).isEqualTo(2);
        assertThat(plan.jdk()).isEqualTo(25);
        assertThat(plan.connections()).isEqualTo(Plan.parse().connections());
        assertThatThrownBy(() -> Plan.parse("round=2")).hasMessageContaining("round=2");
        assertThatThrownBy(() -> Plan.parse("rounds=0")).hasMessageContaining("rounds=0");
    }
}
