package io.meterweave.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another process: makes an epoch, or tries to lock one; says how it went, and lives until its input ends. */
final class EpochProcess {
    private EpochProcess() {}

    public static void main(String[] args) throws Exception {
        Path path = Path.of(args[1]);
        @Nullable Epoch epoch = args[0].equals("create")
                ? Epoch.create(path, "service", "other")
                : Epoch.at(path).tryLock();
        System.out.println(epoch == null ? "refused" : epoch.dir());
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until it ends.
        }
        if (epoch != null) {
            epoch.close();
        }
    }
}
