package io.meterweave.it.app.declared;

import io.meterweave.api.EngineCalls;
import io.meterweave.api.MeterUsage;
import io.meterweave.api.Subject;

/** Wrong uses: each is said, and the method runs as ever. */
abstract class Wrong {
    static void call() {
        Wrong wrong = new Wrong() {
            @Override
            void withoutBody() {}
        };
        wrong.twoPayers("a", "b");
        wrong.noText(1);
        wrong.withoutBody();
        wrong.remoteSteps();
    }

    @MeterUsage
    void twoPayers(@Subject String one, @Subject String two) {}

    @MeterUsage
    void noText(@Subject Integer tenant) {}

    @MeterUsage
    abstract void withoutBody();

    @MeterUsage(remote = true, engineCalls = EngineCalls.STEPS)
    void remoteSteps() {}
}
