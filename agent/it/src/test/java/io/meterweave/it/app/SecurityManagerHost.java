package io.meterweave.it.app;

/** Says what the security manager refuses; with an argument it runs an inference too. For JDKs that still have one. */
public final class SecurityManagerHost {
    private SecurityManagerHost() {}

    public static void main(String[] args) throws Exception {
        try {
            System.out.println("home is " + (System.getProperty("user.home") == null ? "unknown" : "known"));
        } catch (SecurityException e) {
            System.out.println("refused: " + e.getMessage());
        }
        if (args.length > 0) {
            RunOverloads.main(args);
        }
    }
}
