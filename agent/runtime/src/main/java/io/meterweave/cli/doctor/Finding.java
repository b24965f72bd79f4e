package io.meterweave.cli.doctor;

import java.util.List;

/**
 * An inference entry point that was found.
 *
 * @param library the library's name
 * @param version its version; empty where nothing tells
 * @param entryPoint the class, and where it would be woven the methods
 * @param woven whether its calls would be metered
 * @param meters the quantities of its records; empty where it would not be woven
 * @param why why it would not be woven; empty where it would
 * @param where the file, and behind each {@code !/} an entry in it
 */
public record Finding(
        String library,
        String version,
        String entryPoint,
        boolean woven,
        List<String> meters,
        String why,
        String where) {}
