package io.meterweave.plugin;

import java.util.List;

/**
 * Support for one library. It lives in a package of its own, {@code io.meterweave.plugin.<library>}, of three or four
 * small classes, and in one line of the built-in list.
 *
 * <p>The rules:
 *
 * <ol>
 *   <li><b>{@code <Lib>Plugin}</b> only declares: which methods of which classes are hooked, with which advice, by name.
 *       It must not refer to a class of the library or to an advice class: it is loaded in JVMs that have neither.
 *   <li><b>{@code <Call>Advice}</b> has static {@code @Advice} methods, public, {@code inline = false} and
 *       {@code suppress = Throwable.class}, and no logic. It runs linked by {@code invokedynamic}, so it may name the
 *       library's types; what it hands from enter to exit is an {@link Object}, because the woven class does not know
 *       ours.
 *   <li><b>{@code <Lib>UsageReader}</b> turns the library's objects into quantities. It reads before the call runs
 *       where it can, copies nothing from a device, initialises no class of the library (some load natives), and keeps
 *       no object of the application strongly.
 *   <li>The plugin's package is loaded once per class loader of the library, in a loader with two parents: the agent's,
 *       and the library's. Statics are per library copy.
 *   <li>What runs inside a call allocates nothing, takes no lock, makes no I/O call and throws nothing as a signal. What
 *       it does throw is caught and counted: as {@code reader_failed} while reading, as {@code hook_failed} elsewhere.
 *   <li>A hook declares the shape that it needs ({@link MethodShape}). Where the shape is missing the plugin stays out
 *       of that class, and the agent says so: a library version that nobody tried must not be metered wrongly.
 * </ol>
 */
public interface Plugin {
    /** The library's name as the records' provider and the documentation have it. */
    String name();

    /** Whether its hooks make records. Those that only carry context do not start the pipeline: no file is written. */
    default boolean meters() {
        return true;
    }

    /** What its records hold where a call tells it, by the names of the usage record; for {@code doctor}. */
    default List<String> quantities() {
        return List.of("device_time_ns", "wall_time_ns");
    }

    /** The hooks; read once, when the agent starts, so it has to be cheap. */
    List<Hook> hooks();

    /** The hooks on methods of the application's own; read once, too. */
    default List<AnnotatedHook> annotatedHooks() {
        return List.of();
    }
}
