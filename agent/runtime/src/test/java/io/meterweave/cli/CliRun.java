package io.meterweave.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one run of the command line has told. */
record CliRun(int code, String out, String err) {
    static CliRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                args,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        return new CliRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static CliRun on(Path dir, String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--dir", dir.toString()));
        args.addAll(List.of(more));
        return of(args.toArray(String[]::new));
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** Damages the entry that holds the text: one bit of it, in whatever file of the journal it is. */
    static void flipIn(Path journal, String text) throws IOException {
        try (var files = Files.newDirectoryStream(journal, "*.cq4")) {
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                int at = find(bytes, text);
                if (at >= 0) {
                    bytes[at] ^= 1;
                    Files.write(file, bytes);
                    return;
                }
            }
        }
        throw new AssertionError("no entry holds " + text);
    }

    /** Where the text stands; -1 where it does not. */
    static int find(byte[] bytes, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
