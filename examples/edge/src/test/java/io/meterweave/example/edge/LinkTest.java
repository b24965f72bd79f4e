package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinkTest {
    private static final String REQUEST = "POST / HTTP/1.1\r\nContent-Length: 8\r\n\r\n12345678";

    private ServerSocket receiver;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        link = new Link(receiver.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        receiver.close();
    }

    @Test
    void carriesBothWays() throws Exception {
        link.become(Link.State.UP);
        try (Socket device = send();
                Socket arrived = receiver.accept()) {
            assertThat(text(arrived, REQUEST.length())).isEqualTo(REQUEST);
            arrived.getOutputStream().write("HTTP/1.1 204\r\n\r\n".getBytes(US_ASCII));
            arrived.shutdownOutput();
            assertThat(new String(device.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void refusesAtFirstAndAgainAndKeepsItsPort() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::send).isInstanceOf(ConnectException.class);
            link.become(Link.State.UP);
            send().close();
            link.become(Link.State.REFUSED);
        }
    }

    @Test
    void cutsARequestInItsBody() throws Exception {
        link.become(Link.State.REQUEST_CUT);
        try (Socket device = send();
                Socket arrived = receiver.accept()) {
            link.awaitHits(1);
            StringBuilder seen = new StringBuilder();
            assertThatThrownBy(() -> {
                        for (int c = arrived.getInputStream().read();
                                c >= 0;
                                c = arrived.getInputStream().read()) {
                            seen.append((char) c);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            // What had not been read when the reset came is gone; never is it more than half.
            assertThat(REQUEST.substring(0, REQUEST.length() - 4)).startsWith(seen);
            assertThatThrownBy(() -> device.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void cutsAnAnswerOnceTheRequestHasArrived() throws Exception {
        link.become(Link.State.ANSWER_CUT);
        try (Socket device = send();
                Socket arrived = receiver.accept()) {
            assertThat(text(arrived, REQUEST.length())).isEqualTo(REQUEST);
            arrived.getOutputStream().write("HTTP/1.1 204\r\n\r\n".getBytes(US_ASCII));
            link.awaitHits(1);
            assertThatThrownBy(() -> device.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void isSilentUntilItIsUpAgain() throws Exception {
        link.become(Link.State.SILENT);
        try (Socket device = send()) {
            link.awaitHits(1);
            device.setSoTimeout(50);
            assertThatThrownBy(() -> device.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            device.setSoTimeout(0);
            CompletableFuture<Integer> heard = CompletableFuture.supplyAsync(() -> {
                try {
                    return device.getInputStream().read();
                } catch (IOException e) {
                    return -2;
                }
            });
            link.become(Link.State.UP);
            assertThat(heard.get()).as("reset").isEqualTo(-2);
        }
    }

    @Test
    void outlivesAReceiverThatIsNotThere() throws Exception {
        link.become(Link.State.UP);
        receiver.close();
        assertThatThrownBy(() -> {
                    try (Socket device = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
                        device.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
        receiver = new ServerSocket(receiver.getLocalPort(), 5, InetAddress.getLoopbackAddress());
        receiver.setSoTimeout(10_000);
        try (Socket device = send();
                Socket arrived = receiver.accept()) {
            assertThat(text(arrived, REQUEST.length())).isEqualTo(REQUEST);
            assertThat(device.isConnected()).isTrue();
        }
    }

    private Socket send() throws IOException {
        Socket device = new Socket(InetAddress.getLoopbackAddress(), link.port());
        device.getOutputStream().write(REQUEST.getBytes(US_ASCII));
        return device;
    }

    private static String text(Socket from, int length) throws IOException {
        return new String(from.getInputStream().readNBytes(length), US_ASCII);
    }
}
