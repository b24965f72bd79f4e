package io.meterweave.it.cost.volume;

import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent jar's commands over a journal, each a process of {@value #HEAP}: how long, how much memory, and whether all is there. */
final class Commands {
    private static final String HEAP = "-Xmx256m";
    private static final Pattern REPORTED = Pattern.compile("\"total\":\\{\"records\":([0-9]+)");
    private static final Pattern VERIFIED = Pattern.compile("\\n  ([0-9]+) usage records, manifests ");
    private static final int LONGEST_TEXT = 1 << 20;

    private final Jdk jdk;
    private final Path dir;
    private final long records;
    private long errors;
    private boolean right = true;

    Commands(Jdk jdk, Path dir, long records) {
        this.jdk = jdk;
        this.dir = dir;
        this.records = records;
    }

    /** Answers whether all of them succeeded and told of every record. */
    boolean run() throws IOException {
        System.out.printf("%n2. Commands over these %,d records, java %s%n", records, HEAP);
        System.out.println(
                "  command                      wall s   CPU s   records/s   peak MiB   exit   usage records");
        row("report --by subject", text(REPORTED), "report", "--by", "subject", "--format", "json");
        row("dump", Commands::counted, "dump");
        row("verify", text(VERIFIED), "verify");
        piped();
        return right;
    }

    /** Usage records in the journal, as {@code report} tells; -1 where it tells of none. */
    long reported() throws IOException {
        Process report = process(List.of("report", "--by", "subject", "--format", "json", "--dir", dir.toString()))
                .start();
        try (InputStream out = report.getInputStream()) {
            long reported = text(REPORTED).of(out);
            return end(report) == 0 ? reported : -1;
        }
    }

    /** Reads what a process prints to its end; answers how many usage records it tells of. */
    private interface Reading {
        long of(InputStream out) throws IOException;
    }

    private void row(String name, Reading reading, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(args));
        command.addAll(List.of("--dir", dir.toString()));
        row(name, reading, List.of(process(command)));
    }

    /** What {@code dump} prints is what an exporter's files hold. */
    private void piped() throws IOException {
        row(
                "dump | verify --file -",
                text(VERIFIED),
                List.of(process(List.of("dump", "--dir", dir.toString())), process(List.of("verify", "--file", "-"))));
    }

    /** The last of the processes is the one that is measured. */
    private void row(String name, Reading reading, List<ProcessBuilder> pipeline) throws IOException {
        long start = System.nanoTime();
        List<Process> processes = ProcessBuilder.startPipeline(pipeline);
        Process last = processes.get(processes.size() - 1);
        Watch watch = new Watch(last);
        watch.start();
        long found;
        try (InputStream out = last.getInputStream()) {
            found = reading.of(out);
        }
        int exit = 0;
        for (Process process : processes) {
            exit = Math.max(exit, end(process));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        watch.end();
        boolean rowRight = found == records && exit == 0;
        right &= rowRight;
        System.out.printf(
                "  %-26s %8.1f %7.1f %,11.0f %10.0f %6d   %,13d%s%n",
                name,
                seconds,
                watch.cpu,
                records / seconds,
                watch.peak / 1024.0,
                exit,
                found,
                rowRight ? "" : "  WRONG, should be " + records + ": " + said());
    }

    private ProcessBuilder process(List<String> args) {
        List<String> command = new ArrayList<>(List.of(
                jdk.tool("java").toString(), HEAP, "-jar", Libraries.agent().toString()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectError(dir.resolveSibling("stderr-" + errors++).toFile());
    }

    private String said() throws IOException {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < errors; i++) {
            said.append(Files.readString(dir.resolveSibling("stderr-" + i)));
        }
        return said.toString();
    }

    private static int end(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each line's id and type are looked at: records that are there twice do not count. */
    private static long counted(InputStream out) throws IOException {
        EventTally tally = new EventTally();
        byte[] buffer = new byte[1 << 16];
        for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
            tally.add(buffer, count);
        }
        tally.end();
        return tally.usages();
    }

    /** The number that a pattern has found; -1 where it has found none. */
    private static Reading text(Pattern pattern) {
        return out -> {
            Matcher number = pattern.matcher(new String(out.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8));
            return number.find() ? Long.parseLong(number.group(1)) : -1;
        };
    }

    /** Looks at a process until it ends; what it uses after the last look is not seen. */
    private static final class Watch extends Thread {
        private static final long PAUSE_MILLIS = 20;

        private final Process process;
        private volatile long peak;
        private volatile double cpu;

        Watch(Process process) {
            this.process = process;
        }

        @Override
        public void run() {
            while (process.isAlive()) {
                peak = Math.max(peak, Unix.peakKib(process.pid()));
                cpu = Math.max(cpu, Unix.cpuSeconds(process.pid()));
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        void end() {
            try {
                join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
