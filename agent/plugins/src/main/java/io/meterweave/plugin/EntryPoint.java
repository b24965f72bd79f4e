package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/**
 * What kind of call a hook is on: it decides whether a call that is made inside of another has a record of its own. One
 * constant for each hooked method, declared where the plugin's calls are opened; two of the same content are two.
 */
public final class EntryPoint {
    private final Layer layer;
    private final Locality locality;
    private final EngineCalls engines;
    private final @Nullable String signature;

    /** What several engine calls inside of one call mean to each other. */
    public enum EngineCalls {
        /** Nobody knows: a loop may have given the engine the same tokens again and again. */
        UNDECLARED,
        /** Each gets another part of the input. */
        PARTS,
        /** They are the steps of a generation: the first reads the prompt, each makes one output token for each item. */
        STEPS
    }

    private EntryPoint(Layer layer, Locality locality, EngineCalls engines, @Nullable String signature) {
        this.layer = layer;
        this.locality = locality;
        this.engines = engines;
        this.signature = signature;
    }

    /**
     * An entry point that leaves its tokens unknown as soon as two engine calls inside of it report some: a loop may have
     * given the engine the same tokens again and again.
     */
    public static EntryPoint of(Layer layer, Locality locality) {
        return new EntryPoint(layer, locality, EngineCalls.UNDECLARED, null);
    }

    /** The same, for one that gives each engine call another part of its input: their tokens add up to its own. */
    public EntryPoint addingEngines() {
        return new EntryPoint(layer, locality, EngineCalls.PARTS, null);
    }

    /**
     * One for a method of the application's own: it is the same call as one with this signature that it calls on the same
     * object, because it overrides that.
     *
     * @param signature the method's name and descriptor
     */
    public static EntryPoint ofMethod(Locality locality, EngineCalls engines, String signature) {
        return new EntryPoint(Layer.METHOD, locality, engines, signature);
    }

    /** How high it is. */
    public Layer layer() {
        return layer;
    }

    /** Where the model runs. */
    public Locality locality() {
        return locality;
    }

    EngineCalls engines() {
        return engines;
    }

    /**
     * Whether a call of this kind calls the method that it overrides, where a call of kind {@code inner} is made on the same
     * object.
     */
    boolean overrides(EntryPoint inner) {
        return this != inner && signature != null && signature.equals(inner.signature);
    }

    /** Whether it is a method of the application's own. */
    boolean isMethod() {
        return signature != null;
    }

    /**
     * Whether the time of a call in which no engine has told its own stands for its device's time: always an engine's, a
     * predictor's or a client's only where it came to its end on an engine that nobody meters, and never a provider's, nor
     * that of a method of the application's own, which may do anything.
     */
    boolean isDeviceTime(boolean ended) {
        return locality == Locality.LOCAL && (layer == Layer.ENGINE || (ended && layer != Layer.METHOD));
    }

    /** Whether {@code inner} is part of a call of this kind, and so has no record of its own. */
    boolean absorbs(EntryPoint inner) {
        return locality == inner.locality && layer.compareTo(inner.layer) > 0;
    }
}
