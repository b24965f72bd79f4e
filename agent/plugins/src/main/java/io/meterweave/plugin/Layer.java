package io.meterweave.plugin;

/** How far above the device an entry point is. Declared from the lowest to the highest. */
public enum Layer {
    /** Runs a graph on a device: an ONNX Runtime session. */
    ENGINE,
    /** Turns the application's objects into an engine's and back: DJL's predictor. */
    PREDICTOR,
    /** A provider's own client. */
    SDK,
    /** A framework over many models. */
    CLIENT,
    /** A method of the application's own, or what it records by hand. */
    METHOD
}
