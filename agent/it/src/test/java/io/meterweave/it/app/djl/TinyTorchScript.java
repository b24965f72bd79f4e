package io.meterweave.it.app.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript model of a few hundred bytes, written by hand: a zip of source code and pickles. It has the inputs of a
 * language model and does what {@code TinyOnnx.mask64} does: it multiplies them.
 */
final class TinyTorchScript {
    private static final String ROOT = "tiny/";

    private TinyTorchScript() {}

    /** Writes a model whose {@code forward(input_ids, attention_mask)} answers their product. */
    static void write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "data.pkl", module());
            entry(zip, "code/__torch__.py", code().getBytes(StandardCharsets.UTF_8));
            // An empty tuple.
            entry(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            entry(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String code() {
        return """
            class Tiny(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Tiny,
                input_ids: Tensor,
                attention_mask: Tensor) -> Tensor:
                return torch.mul(input_ids, attention_mask)
            """;
    }

    /** Pickle, protocol 2: an instance of the class, with its only attribute. */
    private static byte[] module() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        // The class, made without arguments.
        text(pickle, "c__torch__\nTiny\n)");
        pickle.write(0x81);
        // Its state: a dictionary with one key, a string of four bytes' length, and false.
        text(pickle, "}(X");
        pickle.writeBytes(new byte[] {8, 0, 0, 0});
        text(pickle, "training");
        pickle.write(0x89);
        text(pickle, "ub.");
        return pickle.toByteArray();
    }

    private static void text(ByteArrayOutputStream pickle, String text) {
        pickle.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(ROOT + name));
        zip.write(content);
        zip.closeEntry();
    }
}
