package io.meterweave.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    static void flipIn(Path journal, String text) throws Exception {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (var files = Files.newDirectoryStream(journal, "*.cq4")) {
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                for (int at = 0; at <= bytes.length - wanted.length; at++) {
                    if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                        bytes[at] ^= 1;
                        Files.write(file, bytes);
                        return;
                    }
                }
            }
        }
        throw new AssertionError("no entry holds " + text);
    }
}
