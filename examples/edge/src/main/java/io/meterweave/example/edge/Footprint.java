package io.meterweave.example.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a device needs, in KiB.
 *
 * @param peak the most memory that was resident at once (VmHWM)
 * @param anonymous of what is resident now, what no file is behind (RssAnon): heap, metaspace, code, stacks, what was
 *     allocated natively
 * @param heapUsed of the heap, after a collection
 * @param heap of the heap, committed
 * @param disk allocated under the agent's directory at the end of an outage, the most of all; 0 without an agent
 */
record Footprint(long peak, long anonymous, long heapUsed, long heap, long disk) {
    /** Measures a device that waits for orders. Linux tells; elsewhere this fails. */
    static Footprint of(Jvm device, long disk) throws IOException {
        device.tell("heap");
        String[] heap = device.await("heap ").split(" ");
        Path status = Path.of("/proc", Long.toString(device.pid()), "status");
        return new Footprint(
                field(status, "VmHWM:"),
                field(status, "RssAnon:"),
                Long.parseLong(heap[0]),
                Long.parseLong(heap[1]),
                disk);
    }

    private static long field(Path status, String name) throws IOException {
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException(status + " has no " + name);
    }

    /** The blocks that a directory has of its disk, by {@code du}: the journal's files are sparse. */
    static long disk(Path dir) throws IOException {
        Process du = new ProcessBuilder("du", "-sk", dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // Of files that are deleted meanwhile.
                .start();
        String told = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(told.substring(0, told.indexOf('\t')));
    }

    @Override
    public String toString() {
        return "peak=" + peak + " anonymous=" + anonymous + " heap_used=" + heapUsed + " heap=" + heap + " disk="
                + disk;
    }
}
