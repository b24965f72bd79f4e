package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Something all of which is acknowledged, so that it goes when its grace is over, or when its space is needed. */
interface Deletable {
    /** What it is. */
    Path path();

    /** Milliseconds since 1970 at which its grace began. */
    long since();

    /**
     * Deletes it; a crash at any point leaves what a later look completes.
     *
     * @return whether it is gone: somebody may have taken it up meanwhile
     */
    boolean delete() throws IOException;
}
