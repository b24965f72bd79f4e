package io.meterweave.ring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What one exporter's shipping thread tells about itself, in a line of {@link StatFile}. Its values stand beside each other,
 * not together: a reader may see one that is newer than another.
 *
 * <pre>
 *   0    length of the name, int32 | name, ASCII, 32 bytes | how old the oldest event may be, in seconds, int32
 *   40   shipped | 48 refused | 56 acknowledged sequence | 64 time of the oldest event that is not acknowledged
 *   72   time of the last error | 80 length of the last error, int32 | its text, UTF-8, 172 bytes
 * </pre>
 *
 * Times are milliseconds since 1970, 0 where there is none.
 */
public final class ExporterStat {
    /** Goes nowhere. */
    public static final ExporterStat NOWHERE = new ExporterStat(StatFile.blank(StatFile.LINE), 0);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final int NAME_AT = 4;
    private static final int MAX_AGE = 36;
    private static final int SHIPPED = 40;
    private static final int REFUSED = 48;
    private static final int ACKNOWLEDGED = 56;
    private static final int OLDEST = 64;
    private static final int ERROR_TIME = 72;
    private static final int ERROR_LENGTH = 80;
    private static final int ERROR = 84;
    private static final int MOST_OF_AN_ERROR = StatFile.LINE - ERROR;

    private final ByteBuffer map;
    private final int offset;

    ExporterStat(ByteBuffer map, int offset) {
        this.map = map;
        this.offset = offset;
    }

    /** Whether a name can be told, and none is yet. */
    boolean claim(String name) {
        if (map.getInt(offset) != 0 || !NAME.matcher(name).matches()) {
            return false;
        }
        map.put(offset + NAME_AT, name.getBytes(StandardCharsets.US_ASCII));
        map.putInt(offset, name.length());
        return true;
    }

    /** Tells how much was shipped and refused since the JVM's start, and up to where this epoch is acknowledged. */
    public void delivered(long shipped, long refused, long sequence) {
        set(SHIPPED, shipped);
        set(REFUSED, refused);
        set(ACKNOWLEDGED, sequence);
    }

    /** Tells of when the oldest event is that was read and is not acknowledged; 0: there is none. */
    public void oldest(long millis) {
        set(OLDEST, millis);
    }

    /** Tells how old the oldest event may be, in milliseconds, up to a second more; 0: as old as it gets. */
    public void maxAge(long millis) {
        map.putInt(offset + MAX_AGE, (int) Math.min(Integer.MAX_VALUE, (millis + 999) / 1_000));
    }

    /** Tells what went wrong last, and when. What is too long is cut; what is not visible left out. */
    public void failed(String message, long millis) {
        StringBuilder plain = new StringBuilder();
        message.codePoints()
                .limit(MOST_OF_AN_ERROR)
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .forEach(plain::appendCodePoint);
        byte[] text = plain.toString().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MOST_OF_AN_ERROR);
        while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
            length--; // Not in the middle of a character.
        }
        map.putInt(offset + ERROR_LENGTH, 0); // Nobody reads half of it.
        map.put(offset + ERROR, text, 0, length);
        map.putInt(offset + ERROR_LENGTH, length);
        set(ERROR_TIME, millis);
    }

    private void set(int at, long value) {
        if (get(at) != value) { // A page that nothing is written to is not written back.
            RingLayout.LONG.setOpaque(map, offset + at, value);
        }
    }

    private long get(int at) {
        return (long) RingLayout.LONG.getOpaque(map, offset + at);
    }

    /** The exporter's name; empty where the line is not in use, or damaged. */
    public String name() {
        int length = map.getInt(offset);
        String name = length < 1 || length > 32 ? "" : text(offset + NAME_AT, length);
        return NAME.matcher(name).matches() ? name : "";
    }

    private String text(int at, int length) {
        byte[] bytes = new byte[length];
        map.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** How many events were accepted since the JVM's start, of whatever epoch. */
    public long shipped() {
        return Math.max(0, get(SHIPPED));
    }

    /** How many were refused for good. */
    public long refused() {
        return Math.max(0, get(REFUSED));
    }

    /** The sequence up to which this epoch is acknowledged. */
    public long acknowledged() {
        return Math.max(0, get(ACKNOWLEDGED));
    }

    /** Of when the oldest event is that was read and is not acknowledged; 0 where there is none. */
    public long oldest() {
        return Math.max(0, get(OLDEST));
    }

    /** How old it may be, in milliseconds; 0: as old as it gets. */
    public long maxAge() {
        return Math.max(0, map.getInt(offset + MAX_AGE)) * 1_000L;
    }

    /** What went wrong last; empty where nothing did. */
    public String error() {
        int length = map.getInt(offset + ERROR_LENGTH);
        return length < 1 || length > MOST_OF_AN_ERROR ? "" : text(offset + ERROR, length);
    }

    /** When that was; 0 where nothing did. */
    public long errorTime() {
        return Math.max(0, get(ERROR_TIME));
    }
}
