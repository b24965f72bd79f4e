package io.meterweave.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each provider's way to count cached and reasoning tokens becomes the record's: input and output include them. */
class TokenDetailsTest {
    private static final NumberPath READ = NumberPath.through("cacheRead");
    private static final NumberPath CREATED = NumberPath.through("cacheCreated");
    private static final NumberPath REASONED = NumberPath.through("details", "reasoned");
    private static final long UNKNOWN = UsageRecord.UNKNOWN;

    @TempDir
    Path temp;

    private RecordedRing ring;

    /** As the SDKs have them: some null where nothing was said, some optional. */
    public record Usage(Integer cacheRead, Optional<Long> cacheCreated, Details details) {}

    public record Details(Integer reasoned) {}

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    @Test
    void whatIsIncludedStays() {
        UsageRecord record = read(TokenDetails.inclusive(READ, REASONED), full());
        assertTokens(record, 100, 50, 30, UNKNOWN, 7);
    }

    @Test
    void whatIsBesideTheInputIsAddedToIt() {
        assertTokens(read(TokenDetails.besideInput(READ, CREATED), full()), 142, 50, 30, 12, UNKNOWN);
        assertTokens(read(TokenDetails.besideInput(READ, CREATED), empty()), 100, 50, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    @Test
    void whatIsBesideTheOutputIsAddedToIt() {
        assertTokens(read(TokenDetails.besideOutput(READ, REASONED), full()), 100, 57, 30, UNKNOWN, 7);
        assertTokens(read(TokenDetails.besideOutput(READ, REASONED), empty()), 100, 50, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    @Test
    void anAccessorThatIsNotThereIsUnknown() {
        UsageRecord record =
                read(TokenDetails.inclusive(NumberPath.through("none"), NumberPath.through("none")), full());
        assertTokens(record, 100, 50, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    private static Usage full() {
        return new Usage(30, Optional.of(12L), new Details(7));
    }

    private static Usage empty() {
        return new Usage(null, Optional.empty(), new Details(null));
    }

    private UsageRecord read(TokenDetails details, Usage usage) {
        Inference inference = Inference.open(EntryPoint.of(Layer.CLIENT, Locality.REMOTE), Facts.NONE);
        inference.set(Quantity.INPUT_TOKENS, 100);
        inference.set(Quantity.OUTPUT_TOKENS, 50);
        details.read(inference, usage, 100, 50);
        inference.start();
        inference.finish(null);
        return ring.take().get(0);
    }

    private static void assertTokens(
            UsageRecord record, long input, long output, long read, long created, long reasoned) {
        assertThat(record.value(Quantity.INPUT_TOKENS)).isEqualTo(input);
        assertThat(record.value(Quantity.OUTPUT_TOKENS)).isEqualTo(output);
        assertThat(record.value(Quantity.CACHE_READ_INPUT_TOKENS)).isEqualTo(read);
        assertThat(record.value(Quantity.CACHE_CREATION_INPUT_TOKENS)).isEqualTo(created);
        assertThat(record.value(Quantity.REASONING_OUTPUT_TOKENS)).isEqualTo(reasoned);
    }
}
