package io.meterweave.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.plugin.Advice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Advice may take supertypes; what asks for what a method does not have is found out while the class is woven, not by each call. */
class AdviceFitTest {
    @BeforeEach
    void forget() {
        RecordingDispatch.FAILURES.clear();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TakesAnother.class,
                ReturnsAnother.class,
                AsksForField.class,
                AsksForObject.class,
                AsksTooEarly.class,
                AsksForArgument.class,
                BothAtOnce.class
            })
    void adviceThatDoesNotFitIsRefusedByName(Class<?> advice) {
        assertThatThrownBy(() -> {
                    List<AdviceWriter.Advised> methods = List.of(WovenLoader.advised(advice));
                    new WovenLoader(Lists.class.getName()::equals, methods, List.of()).loadClass(Lists.class.getName());
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(advice.getName());
    }

    @Test
    void adviceMayTakeASupertypeAndWhatNobodyAsksForIsDropped() throws Exception {
        Class<?> woven = new WovenLoader(
                        Lists.class.getName()::equals,
                        List.of(WovenLoader.advised(TakesSupertype.class), WovenLoader.advised(KeepsForNobody.class)),
                        List.of())
                .loadClass(Lists.class.getName());

        assertThat(AdviceWriterTest.outcome(woven, null, "of", 3).get(0)).isEqualTo(List.of(3, 7));
        assertThat(RecordingDispatch.FAILURES).isEmpty();
    }

    public static final class Lists {
        private Lists() {}

        public static ArrayList<Object> of(int first) {
            return new ArrayList<>(List.of(first));
        }
    }

    public static final class TakesSupertype {
        private TakesSupertype() {}

        @Advice.OnReturn
        public static void exit(@Advice.Returned Collection<Object> returned) {
            returned.add(7);
        }
    }

    public static final class KeepsForNobody {
        private KeepsForNobody() {}

        @Advice.OnEnter
        public static long enter() {
            return 1;
        }
    }

    public static final class TakesAnother {
        private TakesAnother() {}

        @Advice.OnReturn
        public static void exit(@Advice.Returned Map<?, ?> returned) {}
    }

    public static final class ReturnsAnother {
        private ReturnsAnother() {}

        @Advice.OnReturn
        @Advice.ReplacesReturned
        public static List<Object> exit() {
            return List.of();
        }
    }

    public static final class AsksForField {
        private AsksForField() {}

        @Advice.OnReturn
        public static void exit(@Advice.Field(value = "none", of = Lists.class) String none) {}
    }

    public static final class AsksForObject {
        private AsksForObject() {}

        @Advice.OnReturn
        public static void exit(@Advice.This Object self) {}
    }

    public static final class AsksTooEarly {
        private AsksTooEarly() {}

        @Advice.OnEnter
        public static void enter(@Advice.Returned Object returned) {}

        @Advice.OnExit
        public static void exit() {}
    }

    public static final class AsksForArgument {
        private AsksForArgument() {}

        @Advice.OnEnter
        public static void enter(@Advice.Argument(1) Object second) {}
    }

    public static final class BothAtOnce {
        private BothAtOnce() {}

        @Advice.OnEnter
        @Advice.OnReturn
        public static void both() {}
    }
}
