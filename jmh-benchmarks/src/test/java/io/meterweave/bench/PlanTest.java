package io.meterweave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Jdks.Jdk OLD = new Jdks.Jdk(Path.of("17"), 17);
    private static final Jdks.Jdk NEW = new Jdks.Jdk(Path.of("25"), 25);

    @Test
    @DisplayName("What is run by default takes less than 15 minutes, and everything less than 33 on two JDKs")
    void estimates() {
        assertThat(Plan.of(List.of(OLD), false, List.of()).estimate()).isLessThan(Duration.ofMinutes(15));
        assertThat(Plan.of(List.of(OLD, NEW), true, List.of()).estimate()).isLessThan(Duration.ofMinutes(33));
    }

    @Test
    @DisplayName("Labels choose variants, and the floor is always among them")
    void labels() {
        assertThat(Plan.of(List.of(OLD), false, List.of("heap", "JFR")).steps())
                .extracting(step -> step.variant().label())
                .containsOnly(Variant.FLOOR, "hook + record, heap ring", "JFR event, stub");
    }

    @Test
    @DisplayName("No two rows have the same name, and each table begins with the floor")
    void rows() {
        assertThat(Variant.ALL).extracting(Variant::label).doesNotHaveDuplicates();
        assertThat(Plan.of(List.of(OLD, NEW), true, List.of()).steps())
                .filteredOn(step -> step.round() == 1 && step.variant().label().equals(Variant.FLOOR))
                .hasSize(8);
    }

    @Test
    @DisplayName(
            "In full no fork is doubled: what is run by default on each JDK, and one of some rows with 4 and 8 threads")
    void full() {
        List<Plan.Step> full = Plan.of(List.of(OLD, NEW), true, List.of()).steps();
        assertThat(full)
                .filteredOn(step -> step.threads() <= 2)
                .hasSize(2 * Plan.of(List.of(OLD), false, List.of()).steps().size());
        assertThat(full)
                .filteredOn(step -> step.threads() > 2)
                .doesNotHaveDuplicates()
                .allMatch(step -> step.round() == 1)
                .extracting(step -> step.variant().label())
                .contains(Variant.FLOOR, Variant.HOOK, Variant.LIBRARY, "JFR event, stub")
                .doesNotContain("hook + record, heap ring", "Kafka send on the caller, stub");
    }

    @Test
    @DisplayName("What the machine has no means for is left out, and nothing else")
    void without() {
        Plan all = Plan.of(List.of(NEW), false, List.of());
        assertThat(all.without(Variant.STALLED).steps())
                .hasSize(all.steps().size() - 2)
                .noneMatch(step -> step.variant().label().contains("stalled"));
    }
}
