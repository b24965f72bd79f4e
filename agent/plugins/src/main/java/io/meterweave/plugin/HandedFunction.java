package io.meterweave.plugin;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function that was handed over to be called later, together with what goes along with it. It stands in fields of the
 * JDK's futures that no application can read, so it may stand there in place of any kind of function.
 */
@SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // What goes in and out is the application's.
public final class HandedFunction implements Runnable, Callable, Supplier, Function, BiFunction, Consumer, BiConsumer {
    private final Object function;
    private final Carried with;

    private HandedFunction(Object function, Carried with) {
        this.function = function;
        this.with = with;
    }

    /** The function with what goes along with it now; null where there is nothing, or it has been added before. */
    public static @Nullable Object of(@Nullable Object function) {
        if (function == null || function instanceof HandedFunction) {
            return null;
        }
        Carried with = MeterThread.toHand();
        return with == null ? null : new HandedFunction(function, with);
    }

    @Override
    public void run() {
        int work = HandedWork.begin(with);
        try {
            ((Runnable) function).run();
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public Object call() throws Exception {
        int work = HandedWork.begin(with);
        try {
            return ((Callable) function).call();
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public Object get() {
        int work = HandedWork.begin(with);
        try {
            return ((Supplier) function).get();
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public Object apply(Object argument) {
        int work = HandedWork.begin(with);
        try {
            return ((Function) function).apply(argument);
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public Object apply(Object first, Object second) {
        int work = HandedWork.begin(with);
        try {
            return ((BiFunction) function).apply(first, second);
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public void accept(Object argument) {
        int work = HandedWork.begin(with);
        try {
            ((Consumer) function).accept(argument);
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public void accept(Object first, Object second) {
        int work = HandedWork.begin(with);
        try {
            ((BiConsumer) function).accept(first, second);
        } finally {
            HandedWork.end(work);
        }
    }

    // Function and BiFunction, Consumer and BiConsumer each have their own.

    @Override
    public HandedFunction andThen(Function after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HandedFunction andThen(Consumer after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HandedFunction andThen(BiConsumer after) {
        throw new UnsupportedOperationException();
    }

    /** A {@code FutureTask} prints what it calls. */
    @Override
    public String toString() {
        return function.toString();
    }
}
