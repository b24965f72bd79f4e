package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogAlarmTest {
    private static final long NOW = 1_800_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private long oldest;
    private String error = "";
    private final BacklogAlarm alarm = new BacklogAlarm("hub", 60_000, () -> oldest, () -> error, lines::add);

    @Test
    void isRaisedOnceAndAgainOnlyAfterItWasMended() {
        alarm.look(NOW);
        oldest = NOW - 60_000;
        alarm.look(NOW);
        assertThat(lines).isEmpty();
        alarm.look(NOW + 1);
        assertThat(lines)
                .containsExactly("exporter hub is behind: its oldest record that is not acknowledged is of"
                        + " 2027-01-15T07:59:00Z, longer ago than max.backlog.age; it is kept, and takes room of the"
                        + " quota: look at the target, which has told no error, and at its rate");
        oldest += 10;
        alarm.look(NOW + 100_000);
        assertThat(lines).hasSize(1);
        error = "503";
        oldest = NOW;
        alarm.look(NOW + 60_000);
        alarm.look(NOW + 60_001);
        assertThat(lines).hasSize(2).last().asString().contains("of 2027-01-15T08:00:00Z,", "last error was: 503,");
        oldest = 0;
        alarm.look(NOW + 60_002);
        oldest = NOW;
        alarm.look(NOW + 60_003);
        assertThat(lines).hasSize(3);
    }
}
