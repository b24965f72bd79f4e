package io.meterweave.exporter.file;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON Lines, each epoch to files of its own; a batch is acknowledged after it was forced to the
 * storage device.
 */
final class FileExporter implements UsageExporter {
    private final FileExporterConfig config;
    private final LongSupplier nanoTime;
    private final Map<String, EpochFile> files = new HashMap<>();

    FileExporter(FileExporterConfig config) {
        this(config, System::nanoTime);
    }

    FileExporter(FileExporterConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void export(List<UsageEvent> batch) throws ExportException {
        try {
            Set<EpochFile> touched = new HashSet<>();
            for (UsageEvent event : batch) {
                EpochFile file = file(event.epoch());
                file.add(event.sequence(), event.json());
                touched.add(file);
            }
            for (EpochFile file : touched) {
                file.flush();
            }
        } catch (IOException | UncheckedIOException e) {
            // The files say how far they got: what is torn is cut off, and what is whole not written again.
            close();
            throw new ExportException("cannot write to " + config.dir() + ": " + e.getMessage(), e);
        }
    }

    private EpochFile file(String epoch) throws IOException {
        @Nullable EpochFile file = files.get(epoch);
        if (file == null) {
            if (!Files.isDirectory(config.dir())) {
                // Asked before: on a link to a directory, older JDKs fail.
                Files.createDirectories(
                        config.dir(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            file = new EpochFile(config, epoch, nanoTime);
            files.put(epoch, file);
        }
        return file;
    }

    /** Waits for a batch that is being written. */
    @Override
    public synchronized void close() {
        for (EpochFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                // Everything acknowledged has been forced before.
            }
        }
        files.clear();
    }
}
