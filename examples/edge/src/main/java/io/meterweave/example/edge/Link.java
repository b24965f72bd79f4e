package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Carries a device's connections to the receiver, or does to them what a bad link does. */
final class Link implements AutoCloseable {
    /** What becomes of a connection. */
    enum State {
        UP,
        /** Nobody listens. */
        REFUSED,
        /** It is reset when half of what came of its request's body was passed on. */
        REQUEST_CUT,
        /** The request is passed on, and its answer is not: the device cannot know whether it has arrived. */
        ANSWER_CUT,
        /** It is taken, and then nothing is heard. */
        SILENT
    }

    private static final int SECONDS = 60;

    /** Bound and never listening: keeps the port from others while the link refuses. */
    private final SocketChannel place = SocketChannel.open();

    private final InetSocketAddress address;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore hits = new Semaphore(0);
    private volatile State state = State.REFUSED;
    private ServerSocket server = new ServerSocket();

    /** Refuses connections to a port of its own; those that it carries go to {@code target}, both of the loopback address. */
    Link(int target) throws IOException {
        this.target = target;
        place.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) place.getLocalAddress();
    }

    int port() {
        return address.getPort();
    }

    /** Resets what is open, and treats all that comes now in another way. */
    synchronized void become(State next) throws IOException {
        state = next;
        hits.drainPermits();
        if (next == State.REFUSED) {
            server.close();
        } else if (!server.isBound() || server.isClosed()) {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address);
            ServerSocket listening = server;
            daemon(() -> accept(listening));
        }
        open.forEach(Link::reset);
        open.clear();
    }

    /** Waits until the present state has befallen so many connections. */
    void awaitHits(int count) throws IOException {
        try {
            if (!hits.tryAcquire(count, SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the device tried the link fewer than " + count + " times in " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // Closed by the other side, or by us: that is what a link is for.
                    }
                },
                "link");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket listening) throws IOException {
        while (true) {
            Socket device = listening.accept();
            open.add(device);
            if (state == State.SILENT) {
                hits.release();
            } else {
                connect(device);
            }
        }
    }

    private void connect(Socket device) {
        try {
            Socket receiver = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(receiver);
            carry(() -> request(device, receiver), device, receiver);
            carry(() -> answer(device, receiver), device, receiver);
        } catch (IOException e) {
            // The end of this connection, and not of the link.
            reset(device);
        }
    }

    /** What breaks on one side breaks on the other. */
    private static void carry(Work work, Socket device, Socket receiver) {
        daemon(() -> {
            try {
                work.run();
            } catch (IOException e) {
                reset(device);
                reset(receiver);
            }
        });
    }

    private void request(Socket device, Socket receiver) throws IOException {
        InputStream in = device.getInputStream();
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            held.write(buffer, 0, length);
            if (state == State.REQUEST_CUT) {
                byte[] bytes = held.toByteArray();
                int body = bytes.length - beginOfBody(bytes);
                if (body > 0) {
                    receiver.getOutputStream().write(bytes, 0, bytes.length - (body + 1) / 2);
                    cut(device, receiver);
                    return;
                }
            } else {
                held.writeTo(receiver.getOutputStream());
                held.reset();
            }
        }
        receiver.shutdownOutput();
    }

    private static int beginOfBody(byte[] bytes) {
        int end = new String(bytes, ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? bytes.length : end + 4;
    }

    private void answer(Socket device, Socket receiver) throws IOException {
        InputStream in = receiver.getInputStream();
        byte[] buffer = new byte[8192];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            if (state == State.ANSWER_CUT) {
                cut(device, receiver);
                return;
            }
            device.getOutputStream().write(buffer, 0, length);
        }
        device.close();
        receiver.close();
    }

    private void cut(Socket device, Socket receiver) {
        reset(device);
        reset(receiver);
        hits.release();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    @Override
    public void close() throws IOException {
        become(State.REFUSED);
        place.close();
    }
}
