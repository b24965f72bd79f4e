package io.meterweave.exporter.file;

import io.meterweave.spi.ExportException;
import java.nio.file.Path;

/** A process whose files may grow only so far: exports until that fails, tries twice more, says how far it got. */
final class FileExporterFilling {
    private FileExporterFilling() {}

    public static void main(String[] args) throws Exception {
        FileExporter exporter = new FileExporter(new FileExporterConfig(Path.of(args[0]), 1 << 20, 3_600_000));
        long acknowledged = 0;
        int failures = 0;
        while (failures < 3) {
            try {
                exporter.export(Lines.events(Lines.EPOCH, acknowledged + 1, acknowledged + 37));
                acknowledged += 37;
            } catch (ExportException e) {
                failures++;
            }
        }
        System.out.println(acknowledged);
    }
}
