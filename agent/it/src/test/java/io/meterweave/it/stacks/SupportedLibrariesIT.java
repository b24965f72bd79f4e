package io.meterweave.it.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of supported libraries is what the tests run. */
class SupportedLibrariesIT {
    private static final Path FILE = Path.of("../../docs/supported-libraries.md");

    @Test
    void fileIsNotStale() throws IOException {
        String text = SupportedLibraries.text();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, text);
        }
        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("docs/supported-libraries.md is stale; its first lines say how to make it anew")
                .isEqualTo(text);
    }
}
