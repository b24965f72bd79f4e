package io.meterweave.ship;

import java.io.IOException;
import java.nio.file.Path;

/** Lets other packages' tests acknowledge as an exporter does. */
public final class MovedCursor {
    private MovedCursor() {}

    /** Moves a cursor on. */
    public static void move(Path cursor, long position, long sequence) throws IOException {
        try (Cursor file = Cursor.open(cursor)) {
            file.move(position, sequence);
        }
    }

    /** Where a cursor stands in the journal. */
    public static long position(Path cursor) throws IOException {
        try (Cursor file = Cursor.open(cursor)) {
            return file.position();
        }
    }
}
