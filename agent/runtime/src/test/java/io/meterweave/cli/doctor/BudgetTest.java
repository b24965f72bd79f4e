package io.meterweave.cli.doctor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void entriesAndBytesRunOut() throws IOException {
        Budget budget = new Budget(2, 10);
        budget.entry();
        budget.entry();
        assertThatThrownBy(budget::entry).isInstanceOf(Budget.ExceededException.class);
        budget.drain(new ByteArrayInputStream(new byte[6]));
        assertThatThrownBy(() -> budget.drain(new ByteArrayInputStream(new byte[6])))
                .isInstanceOf(Budget.ExceededException.class);
    }

    @Test
    void noEntryIsReadThatIsTooLarge() {
        assertThatThrownBy(() -> new Budget(1, 100).read(new ByteArrayInputStream(new byte[6]), 5))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 5 bytes");
    }
}
