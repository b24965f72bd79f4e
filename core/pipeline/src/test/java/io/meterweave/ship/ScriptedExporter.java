package io.meterweave.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.util.ArrayList;
import java.util.List;

/** An exporter that answers each batch as it is told to, and keeps what it was given. */
final class ScriptedExporter implements UsageExporter {
    /** What happens to a batch, by its number from 0. */
    interface Script {
        void answer(int attempt) throws Exception;
    }

    final List<List<String>> attempts = new ArrayList<>();
    final List<String> delivered = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    int closed;
    private final Script script;

    ScriptedExporter(Script script) {
        this.script = script;
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        List<String> ids = batch.stream().map(UsageEvent::id).toList();
        List<String> json =
                batch.stream().map(event -> new String(event.json(), UTF_8)).toList();
        attempts.add(json);
        try {
            script.answer(attempts.size() - 1);
        } catch (ExportException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        delivered.addAll(ids);
        lines.addAll(json);
    }

    @Override
    public void close() {
        closed++;
    }
}
