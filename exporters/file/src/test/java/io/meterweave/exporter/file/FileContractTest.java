package io.meterweave.exporter.file;

import io.meterweave.contract.Arrival;
import io.meterweave.contract.ContractTarget;
import io.meterweave.contract.ExporterContract;
import io.meterweave.contract.Fault;
import io.meterweave.spi.ExporterFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every exporter holds to, on a directory. */
@Timeout(60)
class FileContractTest implements ExporterContract {
    @TempDir
    Path temp;

    private int targets;

    @Override
    public ExporterFactory factory() {
        return new FileExporterFactory();
    }

    @Override
    public ContractTarget target() throws IOException {
        return new Directory(temp.resolve("target-" + targets++));
    }

    /** Files that are rotated with every batch, so that each needs its directory. */
    private static final class Directory implements ContractTarget {
        private final Path dir;
        private final Path files;
        private final Path away;
        private final List<Path> inTheWay = new ArrayList<>();

        Directory(Path dir) throws IOException {
            this.dir = Files.createDirectory(dir);
            this.files = Files.createDirectory(dir.resolve("files"));
            this.away = dir.resolve("away");
        }

        @Override
        public Map<String, String> options() {
            return Map.of("dir", files.toString(), "rotate.size", "1KiB");
        }

        @Override
        public Path dir() {
            return dir;
        }

        @Override
        public Set<Fault> faults() {
            return Set.of(Fault.AWAY, Fault.LOSES_ANSWERS);
        }

        @Override
        public void begin(Fault fault) throws IOException {
            mend();
            if (fault == Fault.AWAY) {
                Files.move(files, away);
                Files.createFile(files);
            } else {
                // The lines are written, and then the next file cannot be made.
                List<Path> written = written(files);
                String last = written.isEmpty()
                        ? ""
                        : written.get(written.size() - 1).getFileName().toString();
                if (!last.isEmpty()) {
                    int number = Integer.parseInt(last.replaceAll(".*-([0-9]+)\\.jsonl", "$1"));
                    inTheWay.add(Files.createDirectory(files.resolve(
                            last.replaceAll("[0-9]+\\.jsonl", String.format("%06d", number + 1) + ".jsonl"))));
                }
            }
        }

        @Override
        public void mend() throws IOException {
            for (Path each : inTheWay) {
                Files.delete(each);
            }
            inTheWay.clear();
            if (Files.exists(away)) {
                Files.delete(files);
                Files.move(away, files);
            }
        }

        private static List<Path> written(Path in) throws IOException {
            try (Stream<Path> all = Files.list(in)) {
                return all.filter(Files::isRegularFile).sorted().toList();
            }
        }

        @Override
        public List<Arrival> arrivals() throws IOException {
            List<Arrival> arrivals = new ArrayList<>();
            for (Path file : written(Files.exists(away) ? away : files)) {
                for (String line : Files.readAllLines(file)) {
                    String id = line.replaceAll("^\\{\"specversion\":\"1.0\",\"id\":\"([^\"]*)\".*", "$1");
                    arrivals.add(new Arrival(id, line.getBytes(StandardCharsets.UTF_8)));
                }
            }
            return arrivals;
        }

        @Override
        public Map<String, String> wrongOptions() {
            return Map.of("rotate.size", "1023B", "rotate.age", "0s");
        }

        @Override
        public void close() {}
    }
}
