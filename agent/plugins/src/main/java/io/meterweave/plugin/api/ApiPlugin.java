package io.meterweave.plugin.api;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/** Makes {@code io.meterweave.api}, which an application compiles against, do what it says. */
public final class ApiPlugin implements Plugin {
    @Override
    public String name() {
        return "api";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(Hook.on(
                "io.meterweave.api.MeterContext",
                Hook.Need.ANY,
                "io.meterweave.plugin.api.OpenAdvice",
                method("open", "java.lang.String")));
    }
}
