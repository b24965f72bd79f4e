package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OrtException;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/**
 * {@code Device <model> <vocabulary> <calls>}: tells how unlike a machine's notes are to what it has noted before. It is
 * told on stdin what to do, and ends with it:
 *
 * <ul>
 *   <li>{@code make <first> <last>}: an inference for each of these numbers; prints {@code made <last>}, and how unlike
 *       the others the most unlike note was
 *   <li>{@code heap}: collects garbage, and prints {@code heap <used KiB> <committed KiB>}
 * </ul>
 *
 * After each inference it adds a line with its number and its tokens to the file {@code calls}, in one write: the
 * device's own word on what it has used, which outlives a kill.
 */
public final class Device {
    /** Who pays for it. */
    static final String CUSTOMER = "plant-7";

    /** The attribute by which a record names its call. */
    static final String CALL = "call";

    private final Model model;
    private final WordPiece words;
    private final FileOutputStream calls;
    private float[] usual = new float[0];
    private float unlikeMost;

    private Device(Model model, WordPiece words, FileOutputStream calls) {
        this.model = model;
        this.words = words;
        this.calls = calls;
    }

    public static void main(String[] args) throws IOException, OrtException {
        try (Model model = new Model(Path.of(args[0]));
                FileOutputStream calls = new FileOutputStream(args[2], true);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            Device device = new Device(model, new WordPiece(Path.of(args[1])), calls);
            System.out.println("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                device.follow(order.split(" "));
            }
        }
    }

    private void follow(String[] order) throws IOException, OrtException {
        if (order[0].equals("make")) {
            int last = Integer.parseInt(order[2]);
            for (int number = Integer.parseInt(order[1]); number <= last; number++) {
                infer(number);
            }
            System.out.println("made " + last + " unlike " + unlikeMost);
        } else {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long used = runtime.totalMemory() - runtime.freeMemory();
            System.out.println("heap " + used / 1024 + " " + runtime.totalMemory() / 1024);
        }
    }

    private void infer(int number) throws IOException, OrtException {
        long[] tokens = words.tokens(Notes.note(number));
        try (Scope scope = MeterContext.open(CUSTOMER)) {
            scope.attribute(CALL, Integer.toString(number));
            compare(model.embed(tokens));
        }
        calls.write((number + " " + tokens.length + "\n").getBytes(US_ASCII));
    }

    /** What a device would act upon: how far a note is from the mean of all before. */
    private void compare(float[] embedding) {
        if (usual.length == 0) {
            usual = embedding.clone();
        }
        float alike = 0;
        for (int i = 0; i < usual.length; i++) {
            alike += usual[i] * embedding[i];
            usual[i] += (embedding[i] - usual[i]) / 100;
        }
        unlikeMost = Math.max(unlikeMost, 1 - alike);
    }
}
