package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.ForkedJvm;

/** A target that is down for a week by the JVM's clock, day by day under load, with a kill in the middle of the week. */
final class OfflineWeek implements Fault {
    private static final int DAYS = 8;
    private static final int DAILY_BYTES = 8_000;

    @Override
    public String name() {
        return "target down for a simulated week, SIGKILL";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger received = new Ledger();
        FakeClock clock = new FakeClock(scene.home());
        clock.set("+0");
        String port;
        try (HttpTarget target = HttpTarget.start(scene, "0", 0, "")) {
            port = target.port();
            target.jvm().kill();
            int day = 0;
            for (int half = 1; half <= 2; half++) {
                String life = "life" + half;
                try (ForkedJvm jvm = clock.deceive(scene.service(target.settings()))
                        .main(Ack.class, life, 2)
                        .start()) {
                    for (; day < DAYS * half / 2; day++) {
                        Scene.awaitLoad(jvm, jvm.printedBytes() + DAILY_BYTES);
                        clock.set("+" + (day + 1) + "d");
                    }
                    Scene.awaitLoad(jvm, jvm.printedBytes() + scene.random().nextInt(1, DAILY_BYTES));
                    jvm.kill();
                    received.acknowledge(Scene.acknowledged(jvm, life));
                }
            }
        }
        assertThat(HttpTarget.receivedBytes(scene))
                .as("received while it was down")
                .isZero();
        try (HttpTarget back = HttpTarget.start(scene, port, 0, "")) {
            assertThat(back.ship()).isZero();
            back.end();
        }
        HttpTarget.read(scene, received);
        Dump.stream(scene.jdk(), scene.dir(), new Ledger());
        return received.row(2);
    }
}
