package io.meterweave.exporter.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A network between a producer and a broker, which resets connections or swallows what is sent. */
final class Proxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final int target;
    private final List<Socket> open = new ArrayList<>();
    private boolean swallowing;
    private boolean answersOnly;

    Proxy(int port, int target) throws IOException {
        this.target = target;
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                synchronized (this) {
                    open.add(client);
                    open.add(broker);
                }
                daemon(() -> pump(client, broker, false));
                daemon(() -> pump(broker, client, true));
            }
        } catch (IOException e) {
            // Closed, or the broker is away: the client finds that out.
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65_536];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!swallows(answers)) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // Reset.
        }
    }

    private synchronized boolean swallows(boolean answers) {
        return swallowing && (answers || !answersOnly);
    }

    /** Swallows everything from now on, or the answers only: what was sent is stored then, and nobody hears of it. */
    synchronized void swallow(boolean onlyAnswers) {
        swallowing = true;
        answersOnly = onlyAnswers;
    }

    /** Resets every connection; new ones work. */
    synchronized void reset() {
        swallowing = false;
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is closed already.
            }
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
    }
}
