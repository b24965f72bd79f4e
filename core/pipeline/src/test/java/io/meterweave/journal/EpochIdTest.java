package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochIdTest {
    @Test
    void isAUuidOfVersion7WithTheTimeInFront() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            long before = System.currentTimeMillis();
            String id = EpochId.next();
            long after = System.currentTimeMillis();
            UUID uuid = UUID.fromString(id);
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(uuid.getMostSignificantBits() >>> 16).isBetween(before, after);
            assertThat(uuid).hasToString(id);
            assertThat(EpochId.is(id)).isTrue();
            assertThat(ids.add(id)).isTrue();
        }
    }

    @Test
    void laterOnesSortBehind() {
        String last = EpochId.next();
        for (int i = 0; i < 5; i++) {
            long millis = System.currentTimeMillis();
            while (System.currentTimeMillis() <= millis) {
                Thread.onSpinWait();
            }
            String next = EpochId.next();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void everyRandomBitIsUsed() {
        long ones = 0;
        long zeros = 0;
        long onesHigh = 0;
        long zerosHigh = 0;
        for (int i = 0; i < 200; i++) {
            UUID uuid = UUID.fromString(EpochId.next());
            ones |= uuid.getLeastSignificantBits();
            zeros |= ~uuid.getLeastSignificantBits();
            onesHigh |= uuid.getMostSignificantBits();
            zerosHigh |= ~uuid.getMostSignificantBits();
        }
        assertThat(ones).isEqualTo(-1L & ~(1L << 62));
        assertThat(zeros).isEqualTo(-1L & ~(1L << 63));
        assertThat(onesHigh & 0xfff).isEqualTo(0xfff);
        assertThat(zerosHigh & 0xfff).isEqualTo(0xfff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "01a202b2-c500-4c1e-9f3a-5b2d8e4f6a10",
                "01a202b2-c500-7c1e-cf3a-5b2d8e4f6a10",
                "01A202B2-C500-7C1E-9F3A-5B2D8E4F6A10",
                "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a1",
                "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10 ",
                "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10\n",
                ".new-01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10",
            })
    void everythingElseIsNone(String text) {
        assertThat(EpochId.is(text)).isFalse();
    }
}
