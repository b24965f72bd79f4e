package io.meterweave.journal;

import io.meterweave.record.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose life an epoch is; stands in {@code instance.json} and never changes.
 *
 * @param epoch the epoch's id
 * @param service the configured service, {@code [A-Za-z0-9._-]{1,64}}
 * @param instance the configured instance or the host's name, likewise
 */
public record EpochIdentity(String epoch, String service, String instance) {
    /** What a service and an instance may be called: it becomes part of the events' source. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String FILE = "instance.json";
    private static final Pattern JSON =
            Pattern.compile("\\{\"format\":1,\"epoch\":\"([0-9a-f-]{36})\",\"service\":\"([A-Za-z0-9._-]{1,64})\","
                    + "\"instance\":\"([A-Za-z0-9._-]{1,64})\",\"pid\":[0-9]+\\}\\s*");

    /** The events' CloudEvents {@code source}. */
    public String source() {
        return "/meterweave/" + service + "/" + instance;
    }

    void write(Path dir, long pid) throws IOException {
        byte[] json = new JsonText()
                .open()
                .put("format", 1)
                .put("epoch", epoch)
                .put("service", service)
                .put("instance", instance)
                .put("pid", pid)
                .close()
                .bytes();
        Files.write(dir.resolve(FILE), json);
    }

    /**
     * Reads the identity of an instance directory.
     *
     * @throws JournalException where there is none of this version
     */
    static EpochIdentity read(Path dir) {
        Path file = dir.resolve(FILE);
        try {
            if (Files.size(file) > 4096) {
                throw foreign(file);
            }
            Matcher json = JSON.matcher(Files.readString(file, StandardCharsets.UTF_8));
            if (!json.matches()) {
                throw foreign(file);
            }
            return new EpochIdentity(json.group(1), json.group(2), json.group(3));
        } catch (NoSuchFileException e) {
            throw new JournalException(dir + " is no instance directory of Meterweave: it has no " + FILE, e);
        } catch (IOException e) {
            throw new JournalException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JournalException foreign(Path file) {
        return new JournalException(
                file + " was not written by this version of Meterweave: read it with the version that did");
    }
}
