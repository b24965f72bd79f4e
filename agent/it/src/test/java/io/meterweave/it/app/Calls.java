package io.meterweave.it.app;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;

/** Calls that are told apart by their subject. Prints what each one answered or threw, in one word. */
final class Calls {
    private Calls() {}

    /** What may throw. */
    interface Call {
        Object run() throws Exception;
    }

    static void as(String subject, Call call) {
        try (Scope scope = MeterContext.open(subject)) {
            System.out.println(subject + " " + call.run());
        } catch (Exception e) {
            System.out.println(subject + " threw " + e.getClass().getName());
        }
    }
}
