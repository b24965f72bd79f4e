package io.meterweave.plugin;

/** Where an entry point has the model run. A call of one locality never is part of one of the other. */
public enum Locality {
    /** In this JVM, on this host's devices. */
    LOCAL,
    /** At a provider, over the network. */
    REMOTE
}
