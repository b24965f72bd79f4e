package io.meterweave.example.edge;

import java.util.List;
import java.util.SplittableRandom;

/** What a machine might note down about itself. The same number gives the same note in every run. */
final class Notes {
    private static final List<String> PARTS =
            List.of("pump 3", "the main bearing", "valve B", "the gearbox", "fan two", "the coolant loop");
    private static final List<String> STATES = List.of(
            "runs smoothly",
            "vibrates more than it should",
            "was overheating at 92 degrees",
            "leaks a little oil near the seal",
            "had been recalibrated",
            "makes an unfamiliar grinding noise");
    private static final List<String> ENDS =
            List.of(".", ", as yesterday.", "; nobody is nearby!", " since the last maintenance, 14 days ago.");

    private Notes() {}

    static String note(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return of(PARTS, random) + " " + of(STATES, random) + of(ENDS, random);
    }

    private static String of(List<String> choice, SplittableRandom random) {
        return choice.get(random.nextInt(choice.size()));
    }
}
