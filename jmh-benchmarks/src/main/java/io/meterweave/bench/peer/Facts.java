package io.meterweave.bench.peer;

/**
 * What every peer tells of a call, beside when it began and how long it took: what a usage record holds of it.
 *
 * @param provider what runs the model
 * @param model which one
 * @param subject who pays
 * @param tokens what went in
 */
public record Facts(String provider, String model, String subject, long tokens) {
    /** Those of the benchmark. */
    public static final Facts OF_THE_CALLS = new Facts("onnxruntime", "stub", "customer-1", 128);
}
