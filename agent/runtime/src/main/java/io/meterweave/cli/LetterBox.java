package io.meterweave.cli;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalException;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.OpenLetters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open letters of one epoch and exporter.
 *
 * @param letters where they are kept
 * @param open which are open now
 */
record LetterBox(DeadLetters letters, OpenLetters open) {
    /** All that there are under a directory, and what is wrong with them. */
    record Found(List<LetterBox> boxes, int code) {}

    /**
     * Finds those with open letters.
     *
     * @param epoch only its; null for all
     * @param exporter only its; null for all
     * @throws JournalException where the directory is not Meterweave's, or has no such epoch
     */
    static Found find(Path root, @Nullable String epoch, @Nullable String exporter, Messages messages) {
        List<LetterBox> boxes = new ArrayList<>();
        int code = ExitCode.OK;
        boolean any = epoch == null;
        for (Path dir : Epoch.directories(root)) {
            String id = dir.getFileName().toString();
            if (epoch != null && !epoch.equals(id)) {
                continue;
            }
            any = true;
            try {
                for (DeadLetters letters : DeadLetters.of(Epoch.at(dir))) {
                    if (exporter == null || exporter.equals(letters.exporter())) {
                        code = ExitCode.worse(code, add(letters, boxes, messages));
                    }
                }
            } catch (JournalException e) {
                if (Files.exists(dir)) {
                    messages.say("epoch " + id + ": its dead letters cannot be read: " + EpochAccess.reason(e)
                            + "; the other epochs are not touched by this");
                    code = ExitCode.worse(code, ExitCode.UNREADABLE);
                }
            }
        }
        if (!any) {
            throw new JournalException("there is no epoch " + epoch + " in " + root);
        }
        return new Found(boxes, code);
    }

    private static int add(DeadLetters letters, List<LetterBox> boxes, Messages messages) {
        OpenLetters open = OpenLetters.of(letters);
        if (open.count() > 0) {
            boxes.add(new LetterBox(letters, open));
        }
        if (open.damaged() == 0) {
            return ExitCode.OK;
        }
        messages.say("epoch " + letters.epoch() + " exporter " + letters.exporter() + ": " + open.damaged()
                + " of the entries of its dead letters are damaged and left out; restore " + letters.dir()
                + " from a backup");
        return ExitCode.FAULT;
    }
}
