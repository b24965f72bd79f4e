package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code EdgeRun <agent> <settings> <model> <work> <calls>}: runs a device behind a link that fails in four ways, kills it
 * once during an outage, and has the receiver prove that each call has arrived once. What happens when is counted in calls, a
 * step being {@code calls} of them. The last line is the result; ends with 1 unless it is proven.
 */
public final class EdgeRun {
    /** A heap that is bounded, and next to it what else a JVM bounds. */
    private static final List<String> SMALL = List.of(
            "-Xms8m",
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:MaxMetaspaceSize=64m",
            "-XX:MaxDirectMemorySize=8m");

    private static final int SECONDS = 60;

    private final Path agent;
    private final Path settings;
    private final Path model;
    private final Path work;
    private final Path usage;
    private final int step;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private int made;
    private int outages;
    private int kills;
    private long disk;

    private EdgeRun(String[] args) throws IOException {
        agent = Path.of(args[0]).toAbsolutePath();
        settings = Path.of(args[1]).toAbsolutePath();
        model = Path.of(args[2]);
        work = Path.of(args[3]).toAbsolutePath();
        usage = work.resolve("meterweave");
        step = Integer.parseInt(args[4]);
        Files.createDirectories(work.resolve("tmp"));
    }

    public static void main(String[] args) throws IOException {
        EdgeRun run = new EdgeRun(args);
        Footprint without = run.withoutAgent();
        boolean proven = run.withAgent(without);
        System.exit(proven ? 0 : 1);
    }

    /** As many calls as the device's second life makes. */
    private Footprint withoutAgent() throws IOException {
        Path calls = work.resolve("unmetered-calls");
        try (Jvm device = device(List.of(), calls)) {
            device.tell("make 1 " + 3 * step);
            String made = device.await("made ");
            say("without the agent the device has made " + made.split(" ")[0] + " calls");
            Footprint footprint = Footprint.of(device, 0);
            device.end();
            return footprint;
        }
    }

    private boolean withAgent(Footprint without) throws IOException {
        Path calls = work.resolve("calls");
        Files.createFile(calls);
        try (Jvm receiver = jvm(List.of(
                        Receiver.class.getName(),
                        work.resolve("inbox.jsonl").toString(),
                        calls.toString(),
                        agent.toString()));
                Link link = new Link(Integer.parseInt(receiver.await("port ")))) {
            boolean passed = true;
            try {
                drive(link, receiver, calls, without);
            } catch (IOException e) {
                // The proof says what it came to.
                System.out.println("FAULT: " + e.getMessage());
                passed = false;
            }
            return proven(receiver) && passed;
        }
    }

    private void drive(Link link, Jvm receiver, Path calls, Footprint without) throws IOException {
        List<String> option = List.of("-javaagent:" + agent + "=config=" + settings + ",dir=" + usage
                + ",exporter.receiver.url=http://127.0.0.1:" + link.port() + "/usage");
        link.become(Link.State.UP);
        try (Jvm first = device(option, calls)) {
            make(first);
            arrive(receiver);
            outage(link, Link.State.REFUSED, first, receiver);
            killedInSilence(link, first, calls);
        }
        try (Jvm second = device(option, calls)) {
            make(second);
            link.awaitHits(1);
            endOutage(link, Link.State.SILENT, receiver);
            outage(link, Link.State.REQUEST_CUT, second, receiver);
            outage(link, Link.State.ANSWER_CUT, second, receiver);
            Footprint with = Footprint.of(second, disk);
            second.end();
            say("KiB without the agent: " + without);
            say("KiB with the agent: " + with);
        }
    }

    private boolean proven(Jvm receiver) throws IOException {
        receiver.tell("prove " + kills);
        String proof = receiver.await("proof ");
        boolean proven = receiver.end() == 0;
        System.out.println("edge: " + proof + " outages=" + outages + " kills=" + kills);
        return proven;
    }

    private void outage(Link link, Link.State state, Jvm device, Jvm receiver) throws IOException {
        long before = Files.size(log());
        link.become(state);
        make(device);
        if (state == Link.State.REFUSED) {
            awaitLogged("exporter receiver failed", before);
        } else {
            link.awaitHits(2);
        }
        endOutage(link, state, receiver);
    }

    private void endOutage(Link link, Link.State state, Jvm receiver) throws IOException {
        disk = Math.max(disk, Footprint.disk(usage));
        receiver.tell("count");
        String[] count = receiver.await("count ").split(" ");
        say("link " + state + ": " + count[1] + " calls wait, " + count[0] + " records have arrived");
        outages++;
        link.become(Link.State.UP);
        arrive(receiver);
    }

    /** Kills the device in the middle of a step. */
    private void killedInSilence(Link link, Jvm device, Path calls) throws IOException {
        link.become(Link.State.SILENT);
        make(device);
        link.awaitHits(1);
        int before = lines(calls);
        device.tell("make " + (made + 1) + " " + (made + step));
        made += step;
        await(() -> lines(calls) >= before + step / 2);
        device.kill();
        kills++;
        int into = lines(calls) - before;
        say("SIGKILL, " + into + " calls into a step of " + step);
        // Nor may it be the step's last call that was cut off: the one behind it is the next life's.
        if (into + 1 >= step) {
            throw new IOException("the kill came behind the step, and cut nothing off");
        }
        link.become(Link.State.SILENT); // What the first life tried counts no more.
    }

    private void make(Jvm device) throws IOException {
        device.tell("make " + (made + 1) + " " + (made + step));
        made += step;
        device.await("made " + made);
    }

    /** Waits until the receiver has each call that the device has noted. */
    private static void arrive(Jvm receiver) throws IOException {
        await(() -> {
            receiver.tell("count");
            return receiver.await("count ").endsWith(" 0");
        });
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("what was waited for did not come about in " + SECONDS + " s");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void awaitLogged(String what, long from) throws IOException {
        await(() -> {
            try (InputStream in = Files.newInputStream(log())) {
                in.skipNBytes(from);
                return new String(in.readAllBytes(), UTF_8).contains(what);
            }
        });
    }

    private static int lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.count();
        }
    }

    private Path log() {
        return work.resolve("device.log");
    }

    private Jvm device(List<String> options, Path calls) throws IOException {
        List<String> arguments = new ArrayList<>(SMALL);
        arguments.addAll(options);
        arguments.add(Device.class.getName());
        arguments.add(model.resolve("all-minilm-l6-v2-q.onnx").toString());
        arguments.add(model.resolve("all-minilm-l6-v2-q-tokenizer.json").toString());
        arguments.add(calls.toString());
        Jvm device = jvm(arguments);
        device.await("ready");
        return device;
    }

    /** With this program's class path; ONNX Runtime unpacks its native library into the work directory. */
    private Jvm jvm(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(java, "-Djava.io.tmpdir=" + work.resolve("tmp"), "-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return new Jvm(command, log());
    }

    private static void say(String what) {
        System.out.println("edge: " + what);
    }
}
