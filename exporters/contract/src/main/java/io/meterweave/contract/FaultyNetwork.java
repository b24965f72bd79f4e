package io.meterweave.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A port that leads to a target's, byte for byte, or does what a {@link Fault} says. */
final class FaultyNetwork implements AutoCloseable {
    private static final int TRICKLE_MILLIS = 20;

    /** Bound and never listening: keeps the port from others while nobody listens there. */
    private final SocketChannel place = SocketChannel.open();

    private final int target;
    private final BooleanSupplier taken;
    private final byte[] acceptance;
    private final byte[] garbage;
    private final Set<Socket> open = new HashSet<>();
    private Thread accepting = new Thread();
    private ServerSocket server;
    private volatile @Nullable Fault fault;
    private volatile CountDownLatch met = new CountDownLatch(1);
    private volatile CountDownLatch mended = new CountDownLatch(1);

    /** What was sent is taken, as {@code taken} says when an answer has come: of such answers the first is lost. */
    FaultyNetwork(int at, int target, BooleanSupplier taken, byte[] acceptance, byte[] garbage) throws IOException {
        this.target = target;
        this.taken = taken;
        this.acceptance = acceptance.clone();
        this.garbage = garbage.clone();
        place.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        this.server = listen(((InetSocketAddress) place.getLocalAddress()).getPort());
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        accepting = daemon(() -> accept(listening));
        return listening;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "contract-network");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A port is free when the thread that waited there has gone. */
    private void stopListening() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized int port() {
        return server.getLocalPort();
    }

    synchronized void begin(Fault beginning) throws IOException {
        mend();
        met = new CountDownLatch(1);
        mended = new CountDownLatch(1);
        fault = beginning;
        if (beginning == Fault.AWAY) {
            stopListening();
            resetAll();
        }
    }

    /** Connections that have met a fault are of no more use. */
    synchronized void mend() throws IOException {
        boolean faulty = fault != null;
        fault = null;
        mended.countDown();
        if (faulty) {
            resetAll();
        }
        if (server.isClosed()) {
            server = listen(server.getLocalPort());
        }
    }

    void awaitMet() throws InterruptedException {
        met.await();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                try {
                    lead(client);
                } catch (IOException e) {
                    reset(client); // The target itself is away.
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void lead(Socket client) throws IOException {
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        synchronized (open) {
            open.add(client);
            open.add(behind);
        }
        daemon(() -> pump(client, behind, client, false));
        daemon(() -> pump(behind, client, client, true));
    }

    private void pump(Socket from, Socket to, Socket client, boolean answers) {
        byte[] buffer = new byte[65_536];
        try (InputStream in = from.getInputStream()) {
            OutputStream out = to.getOutputStream();
            boolean answered = false;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                Fault now = fault;
                if (now == null || (now == Fault.LOSES_ANSWERS && !(answers && taken.getAsBoolean()))) {
                    out.write(buffer, 0, length);
                } else if (!answers || now == Fault.LOSES_ANSWERS) {
                    met.countDown();
                    if (!answered) {
                        treat(client, now);
                    }
                    answered = true;
                }
            }
        } catch (IOException | InterruptedException e) {
            // Reset, or the other side has had enough.
        } finally {
            end(from, to);
        }
    }

    private void treat(Socket client, Fault now) throws IOException, InterruptedException {
        OutputStream out = client.getOutputStream();
        switch (now) {
            case RESETS, LOSES_ANSWERS -> reset(client);
            case GARBAGE -> {
                out.write(garbage);
                client.shutdownOutput();
            }
            case TRICKLES -> {
                out.write(acceptance);
                while (!mended.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)) {
                    out.write(0);
                }
            }
            case ENDLESS -> {
                out.write(acceptance);
                while (mended.getCount() > 0) {
                    out.write(new byte[65_536]);
                }
            }
            default -> {
                // Says nothing.
            }
        }
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : new Socket[] {one, other}) {
            synchronized (open) {
                open.remove(socket);
            }
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    private void resetAll() {
        synchronized (open) {
            open.forEach(FaultyNetwork::reset);
            open.clear();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        fault = null;
        mended.countDown();
        stopListening();
        place.close();
        resetAll();
    }
}
