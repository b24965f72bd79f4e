package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What an epoch is doing, in a mapped file for whoever wants to look: {@code stat.dat}, beside the counters. Nothing is
 * billed by it and nothing recovered from it, so it carries no checksum and is never forced: after a kill it is at most a
 * second old, after a power cut it may be older. To a reader it is hostile until checked.
 *
 * <pre>
 *   0      MAGIC
 *   8      last journaled sequence | 16 when it was seen to have grown, ms since 1970
 *   24     usage records | 32 of them unattributed
 *   40     how many have input tokens | 48 their sum | 56, 64 likewise output tokens
 *   256·i  exporter i, from 1 to 15: {@link ExporterStat}
 *   4096   256 buckets of {@link HookTimes}
 *   8192
 * </pre>
 */
public final class StatFile {
    /** {@code MWSTAT01}. */
    private static final long MAGIC = 0x31305441_5453574dL;

    /** The bytes of an exporter's line. */
    static final int LINE = 256;

    private static final int SIZE = 8192;
    private static final int SEQUENCE = 8;
    private static final int SEEN = 16;
    private static final int RECORDS = 24;
    private static final int UNATTRIBUTED = 32;
    private static final int SUMS = 40;
    private static final int EXPORTERS = 15;
    private static final int HOOK_TIMES = 4096;

    private final ByteBuffer map;
    private final HookTimes hookTimes;

    private StatFile(ByteBuffer map) {
        this.map = map;
        this.hookTimes = new HookTimes(map, HOOK_TIMES);
    }

    static ByteBuffer blank(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Opens an epoch's file to write to it, or makes it.
     *
     * @throws IOException where it cannot be made, or is none of this version
     */
    public static StatFile open(File file) throws IOException {
        PrivateFiles.create(file);
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            if (f.length() == 0) {
                f.write(new byte[SIZE]);
            }
            if (f.length() != SIZE) {
                throw foreign(file);
            }
            MappedByteBuffer map = f.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            map.order(ByteOrder.LITTLE_ENDIAN);
            if (map.getLong(0) != MAGIC && map.getLong(0) != 0) {
                throw foreign(file);
            }
            map.putLong(0, MAGIC);
            return new StatFile(map);
        }
    }

    /** One that dies with the process. */
    public static StatFile inMemory() {
        ByteBuffer map = blank(SIZE);
        map.putLong(0, MAGIC);
        return new StatFile(map);
    }

    /**
     * Reads what the file says now. Not mapped: whoever cuts it short must not end this process.
     *
     * @throws IOException where there is none, or none of this version
     */
    public static StatFile read(File file) throws IOException {
        ByteBuffer copy = blank(SIZE);
        try (RandomAccessFile f = new RandomAccessFile(file, "r")) {
            if (f.length() != SIZE) {
                throw foreign(file);
            }
            while (copy.hasRemaining() && f.getChannel().read(copy) >= 0) {
                // Until all of it is here.
            }
        }
        if (copy.hasRemaining() || copy.getLong(0) != MAGIC) {
            throw foreign(file);
        }
        return new StatFile(copy);
    }

    private static IOException foreign(File file) {
        return new IOException(file + " is no statistics file of this version");
    }

    /** Tells what was journaled, for a JVM that has just begun its epoch. */
    public void journaled(long sequence, UsageTotals totals) {
        if (sequence != get(SEQUENCE)) {
            set(SEEN, System.currentTimeMillis());
            set(SEQUENCE, sequence);
            put(totals);
        }
    }

    /** Tells what a recovery has added; one that found nothing to do tells nothing. */
    public void recovered(long sequence, UsageTotals added) {
        if (sequence == get(SEQUENCE) && added.records() == 0) {
            return;
        }
        UsageTotals totals = totals();
        totals.add(added);
        put(totals);
        set(SEEN, System.currentTimeMillis());
        set(SEQUENCE, sequence);
    }

    private void put(UsageTotals totals) {
        set(RECORDS, totals.records());
        set(UNATTRIBUTED, totals.unattributed());
        set(SUMS, totals.input().known());
        set(SUMS + 8, totals.input().sum());
        set(SUMS + 16, totals.output().known());
        set(SUMS + 24, totals.output().sum());
    }

    private void set(int at, long value) {
        RingLayout.LONG.setOpaque(map, at, value);
    }

    private long get(int at) {
        return Math.max(0, (long) RingLayout.LONG.getOpaque(map, at));
    }

    /** The last journaled sequence; 0 where nothing was. */
    public long sequence() {
        return get(SEQUENCE);
    }

    /** When the journal was last seen to have grown, in milliseconds since 1970, to a second; 0 where it has not. */
    public long seen() {
        return get(SEEN);
    }

    /** What the usage records come to. */
    public UsageTotals totals() {
        return new UsageTotals(
                get(RECORDS), get(UNATTRIBUTED), new long[] {get(SUMS), get(SUMS + 8), get(SUMS + 16), get(SUMS + 24)});
    }

    /** A line for an exporter to tell about itself; one that goes nowhere where all are taken. */
    public ExporterStat exporter(String name) {
        for (ExporterStat line : lines()) {
            if (line.name().equals(name) || line.claim(name)) {
                return line;
            }
        }
        return ExporterStat.NOWHERE;
    }

    /** What exporters tell. */
    public List<ExporterStat> exporters() {
        return lines().stream().filter(line -> !line.name().isEmpty()).toList();
    }

    private List<ExporterStat> lines() {
        List<ExporterStat> lines = new ArrayList<>();
        for (int i = 1; i <= EXPORTERS; i++) {
            lines.add(new ExporterStat(map, i * LINE));
        }
        return lines;
    }

    /** How long hooks take. */
    public HookTimes hookTimes() {
        return hookTimes;
    }
}
