package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
    private static final List<String> NOTED = List.of("1 5", "2 7");

    @Test
    void agreesAlsoWithACallThatAKillKeptFromBeingNoted() {
        assertThat(of(0, usage(1, 5), usage(2, 7)).faults()).isEmpty();
        Proof cutOff = of(1, usage(1, 5), usage(2, 7), usage(3, 9), event("io.meterweave.manifest.v1", ""));
        assertThat(cutOff.faults()).isEmpty();
        assertThat(cutOff).hasToString("calls=2 received=3 cut_off=1 lost=0 doubled=0");
    }

    @Test
    void findsWhatIsLost() {
        Proof proof = of(0, usage(2, 7));
        assertThat(proof.toString()).contains("received=1 ", "lost=1 ");
        assertThat(proof.lost()).isEqualTo(1);
        assertThat(proof.faults()).containsExactly("call 1 was made and has not arrived");
    }

    @Test
    void findsWhatIsDoubledAlsoWhereTheSumIsRight() {
        Proof proof = of(0, usage(2, 7), usage(2, 7));
        assertThat(proof.toString()).contains("received=2 ", "lost=1 ", "doubled=1");
        assertThat(proof.faults()).containsExactly("call 1 was made and has not arrived", "call 2 was metered 2 times");
    }

    @Test
    void findsWhatNobodyHasNoted() {
        assertThat(of(0, usage(1, 5), usage(2, 7), usage(3, 9)).faults())
                .containsExactly("1 calls were received that the device has not noted, with 0 kills");
        assertThat(of(1, usage(1, 5), usage(2, 7), usage(3, 9), usage(4, 9)).faults())
                .containsExactly(
                        "call '4' was received, and is none that a kill cut off",
                        "2 calls were received that the device has not noted, with 1 kills");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "03", "0", "5", "-1", "99999999999"})
    void findsWhatNoKillCanHaveCutOff(String call) {
        assertThat(of(1, usage(1, 5), usage(2, 7), usage(call, 9)).faults())
                .containsExactly("call '" + call + "' was received, and is none that a kill cut off");
    }

    @Test
    void findsACallThatIsMissingInTheMiddleOfTheNotes() {
        Event[] events = {usage(1, 5), usage(2, 7), usage(3, 9)};
        assertThat(new Proof(List.of("1 5", "3 9"), List.of(events), 1).faults())
                .containsExactly("call '2' was received, and is none that a kill cut off");
    }

    @Test
    void findsWrongTokensAndWrongCustomers() {
        assertThat(of(0, usage(1, 5), usage(2, 8)).faults())
                .containsExactly("call 2 has 7 tokens and was metered with 8");
        Event stranger = event(Event.USAGE, ",\"subject\":\"other\"," + data(2, 7));
        assertThat(of(0, usage(1, 5), stranger).faults()).containsExactly("call 2 is billed to \"other\"");
    }

    @Test
    void findsWhatTheAgentItselfReportsAsLost() {
        assertThat(of(0, usage(1, 5), usage(2, 7), event(Event.LOSS, ",\"data\":{\"reason\":\"quota\"}"))
                        .faults())
                .containsExactly("the agent reports a loss: {\"reason\":\"quota\"}");
    }

    private static Proof of(int kills, Event... events) {
        return new Proof(NOTED, List.of(events), kills);
    }

    private static Event usage(Object call, int tokens) {
        return event(Event.USAGE, ",\"subject\":\"plant-7\"," + data(call, tokens));
    }

    private static String data(Object call, int tokens) {
        return "\"data\":{\"input_tokens\":" + tokens + ",\"attributes\":{\"call\":\"" + call + "\"}}";
    }

    private static Event event(String type, String rest) {
        String json = "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"s\",\"type\":\"" + type + "\"" + rest + "}";
        try {
            return Event.of(json.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
