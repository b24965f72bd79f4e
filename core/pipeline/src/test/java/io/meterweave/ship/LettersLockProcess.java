package io.meterweave.ship;

import java.nio.file.Path;

/** Another process, which takes the lock on letters and keeps it until it is killed. */
final class LettersLockProcess {
    private LettersLockProcess() {}

    public static void main(String[] args) throws Exception {
        try (LettersLock lock = LettersLock.take(Path.of(args[0]))) {
            System.out.println("locked");
            System.out.flush();
            while (System.in.read() >= 0) {
                // Until it is killed.
            }
        }
    }
}
