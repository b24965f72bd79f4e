package io.meterweave.it.app;

/** A program without any inference. */
public final class HelloWorld {
    private HelloWorld() {}

    public static void main(String[] args) {
        System.out.println("hello, world");
        System.err.println("hello, stderr");
        System.exit(3);
    }
}
