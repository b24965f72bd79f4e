package io.meterweave.plugin.opentelemetry;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * OpenTelemetry's API ({@code io.opentelemetry:opentelemetry-api}, 1.30.1 and newer), as the application has it. No span
 * becomes current but through {@code Span.storeInContext}, which only the API's own interface has: that it is called says that
 * there are spans to ask for. Nothing is read of it, and nothing changed.
 */
public final class OpenTelemetryPlugin implements Plugin {
    @Override
    public String name() {
        return "opentelemetry";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(Hook.on(
                "io.opentelemetry.api.trace.Span",
                Hook.Need.ANY,
                "io.meterweave.plugin.opentelemetry.StoreAdvice",
                method("storeInContext", "io.opentelemetry.context.Context")));
    }
}
