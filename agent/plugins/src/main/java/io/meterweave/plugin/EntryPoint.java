package io.meterweave.plugin;

/**
 * What kind of call a hook is on: it decides whether a call that is made inside of another has a record of its own. One
 * constant for each hooked method, declared where the plugin's calls are opened; two of the same content are two.
 */
public final class EntryPoint {
    private final Layer layer;
    private final Locality locality;
    private final boolean addsEngines;

    private EntryPoint(Layer layer, Locality locality, boolean addsEngines) {
        this.layer = layer;
        this.locality = locality;
        this.addsEngines = addsEngines;
    }

    /**
     * An entry point that leaves its tokens unknown as soon as two engine calls inside of it report some: a loop may have
     * given the engine the same tokens again and again.
     */
    public static EntryPoint of(Layer layer, Locality locality) {
        return new EntryPoint(layer, locality, false);
    }

    /** The same, for one that gives each engine call another part of its input: their tokens add up to its own. */
    public EntryPoint addingEngines() {
        return new EntryPoint(layer, locality, true);
    }

    /** How high it is. */
    public Layer layer() {
        return layer;
    }

    /** Where the model runs. */
    public Locality locality() {
        return locality;
    }

    boolean addsEngines() {
        return addsEngines;
    }

    /**
     * Whether the time of a call in which no engine has told its own stands for its device's time: always an engine's, a
     * predictor's or a client's only where it came to its end on an engine that nobody meters, and never a provider's.
     */
    boolean isDeviceTime(boolean ended) {
        return locality == Locality.LOCAL && (layer == Layer.ENGINE || ended);
    }

    /** Whether {@code inner} is part of a call of this kind, and so has no record of its own. */
    boolean absorbs(EntryPoint inner) {
        return locality == inner.locality && layer.compareTo(inner.layer) > 0;
    }
}
