package io.meterweave.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A target that is reached over TCP, at an address of this machine, through a network that can do wrong all that needs no
 * knowledge of the target's protocol. An exporter that is given {@link #port} in place of the target's own port meets it.
 */
public abstract class NetworkTarget implements ContractTarget {
    private static final String GARBAGE = "SSH-2.0-OpenSSH_9.2 \u001b[2J\r\n\r\n";

    private final FaultyNetwork network;

    /**
     * Opens the network.
     *
     * @param port where the target listens
     * @param acceptance how an answer begins that accepts what was sent, as far as the protocol has such a thing; it is never
     *     ended
     */
    protected NetworkTarget(int port, byte[] acceptance) throws IOException {
        this(0, port, acceptance);
    }

    /** The same at a port that is given: where the target itself tells its clients to connect to it. */
    protected NetworkTarget(int at, int port, byte[] acceptance) throws IOException {
        network = new FaultyNetwork(at, port, this::hasTaken, acceptance, garbage());
    }

    /** Where an exporter is to connect to, at 127.0.0.1. */
    protected final int port() {
        return network.port();
    }

    /** What is no answer in the target's protocol. Called once, by the constructor. */
    protected byte[] garbage() {
        return GARBAGE.getBytes(ISO_8859_1);
    }

    /**
     * Whether the target has for good what was sent since {@link Fault#LOSES_ANSWERS} began: asked about each answer, on a thread
     * of the network's, and the first one for which it is so is lost. Where there are answers before the one that acknowledges,
     * as a statement's before its commit's, they have to pass, or nothing was taken when the connection breaks.
     */
    protected boolean hasTaken() {
        return true;
    }

    /** All but {@link Fault#FAILS} and {@link Fault#ECHOES}, which only the target itself can do. */
    @Override
    public Set<Fault> faults() {
        return EnumSet.complementOf(EnumSet.of(Fault.FAILS, Fault.ECHOES));
    }

    @Override
    public void begin(Fault fault) throws Exception {
        network.begin(fault);
    }

    @Override
    public void mend() throws Exception {
        network.mend();
    }

    @Override
    public void awaitMet() throws InterruptedException {
        network.awaitMet();
    }

    @Override
    public void close() throws IOException {
        network.close();
    }
}
