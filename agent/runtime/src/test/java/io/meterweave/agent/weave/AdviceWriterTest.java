package io.meterweave.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.plugin.Advice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class AdviceWriterTest {
    @BeforeEach
    void forget() {
        Observed.NOTES.clear();
        Order.NOTES.clear();
        RecordingDispatch.FAILURES.clear();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("nothing"),
                call("and", true, true),
                call("and", true, false),
                call("small", (byte) 1, 'b', (short) 3),
                call("wide", 5L, 2.5, 3, 1.5f),
                call("half", 5.0),
                call("third", 9f, 4L),
                call("reassigns", "text", 3, "any"),
                call("throwsIt", "thrown"),
                call("makesWithBranch", true),
                call("switches", "a"),
                call("switches", "cc"),
                call("switches", ""),
                call("most", List.of(3, 5, 4)));
    }

    private static Arguments call(String method, Object... arguments) {
        return Arguments.of(method, arguments);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void wovenMethodDoesWhatItDid(String method, Object[] arguments) throws Exception {
        Class<?> woven = observed().loadClass(Bodies.class.getName());

        List<Object> without = outcome(Bodies.class, new Bodies(), method, arguments);
        assertThat(Observed.NOTES).isEmpty();
        List<Object> with = outcome(woven, woven.getDeclaredConstructor().newInstance(), method, arguments);

        assertThat(with).isEqualTo(without);
        Method told = named(Bodies.class, method);
        boolean isStatic = java.lang.reflect.Modifier.isStatic(told.getModifiers());
        Object returned = without.get(0);
        assertThat(textOf(Observed.NOTES))
                .containsExactlyElementsOf(textOf(Arrays.asList(
                        method,
                        isStatic ? "static" : true,
                        List.of(arguments),
                        told.getReturnType(),
                        method,
                        List.of(arguments),
                        returned,
                        without.get(1))));
        assertThat(RecordingDispatch.FAILURES).isEmpty();
    }

    @Test
    void loopsAndFinallyAndArraysDoWhatTheyDid() throws Exception {
        Class<?> woven = observed().loadClass(Bodies.class.getName());
        Object one = woven.getDeclaredConstructor().newInstance();
        int[] numbers = {5, 0};
        Object[] first = {"x"};

        assertThat(outcome(woven, one, "loops").get(0)).isEqualTo(7);
        assertThat(outcome(woven, one, "finallyAdds", (Object) numbers).get(0)).isEqualTo(-2);
        assertThat(numbers[0]).isEqualTo(-2);
        outcome(woven, one, "arrays", first, new long[][] {{4}});
        assertThat(first[0]).isEqualTo(4L);
        assertThat(RecordingDispatch.FAILURES).isEmpty();
    }

    /** Compilers of other languages leave values below what a return takes, which is allowed, and drops them. */
    @Test
    void whatABodyLeavesOnTheStackIsDropped() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Leaving", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "leave", "(J)J", null, null);
        code.visitCode();
        code.visitLdcInsn("left");
        code.visitVarInsn(Opcodes.LLOAD, 0);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitVarInsn(Opcodes.LLOAD, 0);
        code.visitInsn(Opcodes.LRETURN);
        code.visitMaxs(6, 2);
        code.visitEnd();
        writer.visitEnd();

        Class<?> woven = observed().define("Leaving", writer.toByteArray());

        assertThat(outcome(woven, null, "leave", 8L).get(0)).isEqualTo(8L);
        assertThat(Observed.NOTES).contains(8L);
    }

    @Test
    void adviceStandsOneAroundTheOther() throws Exception {
        Class<?> woven = loader(List.of(WovenLoader.advised(Order.class), Observed.advised()))
                .loadClass(Bodies.class.getName());

        outcome(woven, null, "loops");

        assertThat(Order.NOTES).hasSize(2);
        assertThat(Order.NOTES.get(0)).isEqualTo("before 0");
        assertThat(Order.NOTES.get(1)).isEqualTo("after 8 4");
    }

    /** A number from enter to exit; and how much the other advice has noted so far. */
    public static final class Order {
        static final List<String> NOTES = new ArrayList<>();

        private Order() {}

        @Advice.OnEnter
        public static int enter() {
            NOTES.add("before " + Observed.NOTES.size());
            return 4;
        }

        @Advice.OnReturn
        public static void exit(@Advice.Entered int entered) {
            NOTES.add("after " + Observed.NOTES.size() + " " + entered);
        }
    }

    @Test
    void whatAdviceThrowsIsTakenAndTheMethodGoesOn() throws Exception {
        Class<?> woven = loader(List.of(WovenLoader.advised(Failing.class))).loadClass(Bodies.class.getName());
        Object one = woven.getDeclaredConstructor().newInstance();

        assertThat(outcome(woven, one, "half", 5.0).get(0)).isEqualTo(2.5);
        assertThat(outcome(woven, one, "throwsIt", "thrown").get(1)).isEqualTo("thrown");

        assertThat(RecordingDispatch.FAILURES)
                .extracting(Throwable::getMessage)
                .containsExactly("enter", "exit after null", "enter", "exit after null");
    }

    public static final class Failing {
        private Failing() {}

        @Advice.OnEnter
        public static Object enter() {
            throw new AssertionError("enter");
        }

        @Advice.OnExit
        public static void exit(@Advice.Entered Object entered) {
            throw new AssertionError("exit after " + entered);
        }
    }

    @Test
    void anArgumentAndAResultAreReplacedUnlessByNull() throws Exception {
        Class<?> woven = new WovenLoader(
                        Holder.class.getName()::equals,
                        List.of(WovenLoader.advised(Louder.class)),
                        List.of(WovenLoader.advised(Renaming.class)))
                .loadClass(Holder.class.getName());

        Object held = woven.getConstructor(String.class).newInstance("old");
        Object kept = woven.getConstructor(String.class).newInstance("keep");

        assertThat(outcome(woven, held, "name").get(0)).isEqualTo("NEW");
        assertThat(outcome(woven, kept, "name").get(0)).isEqualTo("keep");
        assertThat(RecordingDispatch.FAILURES).isEmpty();
    }

    public static class Holder {
        private final String name;

        public Holder(String name) {
            this.name = name.isEmpty() ? "none" : name;
        }

        public CharSequence name() {
            return name;
        }
    }

    public static final class Renaming {
        private Renaming() {}

        @Advice.OnEnter
        @Advice.ReplacesArgument(0)
        public static Object enter(@Advice.Argument(0) String name) {
            return name.equals("keep") ? null : "new";
        }
    }

    public static final class Louder {
        private Louder() {}

        @Advice.OnReturn
        @Advice.ReplacesReturned
        public static CharSequence exit(@Advice.Returned CharSequence name) {
            return name.toString().equals("keep") ? null : name.toString().toUpperCase(java.util.Locale.ROOT);
        }
    }

    @Test
    void aPrimitiveResultIsReplacedByWhatAdviceReturns() throws Exception {
        Class<?> woven = new WovenLoader(
                        Flag.class.getName()::equals, List.of(WovenLoader.advised(Opposite.class)), List.of())
                .loadClass(Flag.class.getName());

        assertThat(outcome(woven, null, "is", true).get(0)).isEqualTo(false);
        assertThat(outcome(woven, null, "is", false).get(0)).isEqualTo(true);
    }

    public static final class Flag {
        private Flag() {}

        public static boolean is(boolean value) {
            return value;
        }
    }

    public static final class Opposite {
        private Opposite() {}

        @Advice.OnReturn
        @Advice.ReplacesReturned
        public static boolean exit(@Advice.Returned boolean value) {
            return !value;
        }
    }

    private static WovenLoader observed() {
        return loader(List.of(Observed.advised()));
    }

    private static WovenLoader loader(List<AdviceWriter.Advised> methods) {
        return new WovenLoader(Bodies.class.getName()::equals, methods, List.of());
    }

    /** What a call returned, or "nothing"; and the message of what it threw, or "returned". */
    static List<Object> outcome(Class<?> type, Object on, String method, Object... arguments)
            throws IllegalAccessException {
        try {
            Object returned = named(type, method).invoke(on, arguments);
            Object told = returned instanceof StringBuilder ? returned.toString() : returned;
            return List.of(told == null ? "nothing" : told, "returned");
        } catch (InvocationTargetException e) {
            return List.of("nothing", String.valueOf(e.getCause().getMessage()));
        }
    }

    private static List<String> textOf(List<Object> notes) {
        return notes.stream().map(String::valueOf).toList();
    }

    private static Method named(Class<?> type, String method) {
        return Stream.of(type.getMethods())
                .filter(m -> m.getName().equals(method))
                .findFirst()
                .orElseThrow();
    }
}
