package io.meterweave.it.app.declared;

import io.meterweave.api.Meter;
import io.meterweave.api.MeterContext;
import io.meterweave.api.MeterUsage;
import io.meterweave.api.Scope;
import io.meterweave.api.Subject;
import io.meterweave.api.TokensOrigin;
import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;

/** Usage that the application's own readers tell, or that it records by hand. */
public final class Reading {
    private Reading() {}

    static void call() {
        Reading reading = new Reading();
        reading.chat("acme", "a prompt");
        reading.whoPaysIsRead("reader's", 5);
        reading.failing("failing");
        reading.failingAtTheEnd("failing-late");
        reading.unmakable("unmakable");
        try {
            reading.throwing("throwing", 4);
        } catch (IllegalStateException e) {
            System.out.println("threw");
        }
        record();
    }

    private static void record() {
        Meter.record(null);
        Meter.record(new Usage());
        try (Scope scope = MeterContext.open("scope")) {
            scope.attribute("plan", "gold");
            Usage usage = new Usage()
                    .operation("batch")
                    .provider("own")
                    .model("big")
                    .inputTokens(11)
                    .outputTokens(0)
                    .addOutputTokens(2)
                    .tokensOrigin(TokensOrigin.ESTIMATED)
                    .items(3)
                    .deviceTimeNs(400)
                    .wallTimeNs(5_000_000_000L);
            for (int i = 0; i < 9; i++) {
                usage.attribute("key" + i, "v");
            }
            Meter.record(usage);
            Meter.record(usage.subject("other").errorType("too_long"));
        }
        Meter.record(new Usage().operation("nobody").subject(null));
        inMethod("in-method");
    }

    @MeterUsage(operation = "around")
    private static void inMethod(@Subject String tenant) {
        Meter.record(new Usage().operation("by hand"));
    }

    @MeterUsage(operation = "chat", provider = "own", model = "asked", reader = Tokens.class)
    private String chat(@Subject String tenant, String prompt) {
        return "four";
    }

    private static final class Tokens implements UsageReader {
        @Override
        public void arguments(Object[] arguments, Usage usage) {
            usage.inputTokens(((String) arguments[1]).length()).attribute("answered", "no");
            arguments[1] = "is a copy";
        }

        @Override
        public void result(Object result, Usage usage) {
            usage.outputTokens(((String) result).length())
                    .responseModel("answered")
                    .attribute("answered", "yes")
                    .subject("comes too late");
        }
    }

    @MeterUsage(operation = "primitive", reader = WhoPays.class)
    private long whoPaysIsRead(String tenant, long number) {
        return 2 * number;
    }

    static final class WhoPays implements UsageReader {
        @Override
        public void arguments(Object[] arguments, Usage usage) {
            usage.subject((String) arguments[0]).items((Long) arguments[1]);
        }

        @Override
        public void result(Object result, Usage usage) {
            usage.outputTokens((Long) result).tokensOrigin(TokensOrigin.COUNTED);
        }
    }

    @MeterUsage(operation = "reads", reader = Failing.class)
    private void failing(@Subject String tenant) {}

    static final class Failing implements UsageReader {
        @Override
        public void arguments(Object[] arguments, Usage usage) {
            usage.inputTokens(1);
            throw new IllegalStateException("a prompt, maybe");
        }
    }

    @MeterUsage(operation = "reads", reader = FailingLate.class)
    private int failingAtTheEnd(@Subject String tenant) {
        return 1;
    }

    static final class FailingLate implements UsageReader {
        @Override
        public void result(Object result, Usage usage) {
            usage.outputTokens((Integer) result);
            throw new NoClassDefFoundError("as linkage does");
        }
    }

    @MeterUsage(operation = "reads", reader = Unmakable.class)
    private void unmakable(@Subject String tenant) {}

    static final class Unmakable implements UsageReader {
        Unmakable(int size) {}
    }

    @MeterUsage(operation = "reads", reader = WhoPays.class)
    private long throwing(String tenant, long number) {
        throw new IllegalStateException();
    }
}
