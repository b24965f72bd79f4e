package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChronicleFrameTest {
    @TempDir
    Path temp;

    /** Chronicle itself would store the array's first bytes, under the checksum of the right ones. */
    @Test
    void anEntryIsTakenFromWhereverItsBufferBegins() {
        ByteBuffer entry = ChronicleEntries.entry(7);
        ByteBuffer whole =
                ByteBuffer.allocate(entry.remaining() + 30).position(10).put(entry);
        ByteBuffer slice = whole.flip().position(10).slice();
        ByteBuffer direct = ByteBuffer.allocateDirect(whole.limit())
                .put(whole.position(0))
                .flip()
                .position(10);
        try (Journal journal = ChronicleEntries.open(temp, new ChronicleEntries.Hours());
                JournalReader reader = journal.reader()) {
            for (ByteBuffer each :
                    new ByteBuffer[] {slice, whole.position(10), slice.position(0), direct, direct.slice()}) {
                int position = each.position();
                journal.append(each);
                assertThat(each.position()).isEqualTo(position);
                assertThat(ChronicleEntries.number(reader.next())).isEqualTo(7);
            }
        }
    }
}
