package io.meterweave.plugin.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.plugin.Request;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Both APIs' calls ask the same; what else they would ask is an error here. */
class ServletCallTest {
    /** A request that answers these methods and throws at any other. */
    private static <T> T request(Class<T> api, Map<String, @Nullable Object> answers) {
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, (proxy, method, args) -> {
            if (!answers.containsKey(method.getName())) {
                throw new IllegalStateException(method.getName() + " was called");
            }
            return answers.get(method.getName());
        }));
    }

    private static Map<String, @Nullable Object> answers(@Nullable Object type, String header) {
        Map<String, @Nullable Object> answers = new HashMap<>();
        answers.put("getDispatcherType", type);
        answers.put("getHeaders", Collections.enumeration(List.of(header, header)));
        answers.put("getUserPrincipal", null);
        return answers;
    }

    private static javax.servlet.http.HttpServletRequest javax(javax.servlet.@Nullable DispatcherType type) {
        return request(javax.servlet.http.HttpServletRequest.class, answers(type, "sent"));
    }

    private static jakarta.servlet.http.HttpServletRequest jakarta(jakarta.servlet.@Nullable DispatcherType type) {
        return request(jakarta.servlet.http.HttpServletRequest.class, answers(type, "sent"));
    }

    private static final class JavaxFiltered extends javax.servlet.http.HttpServletRequestWrapper {
        JavaxFiltered(javax.servlet.http.HttpServletRequest request) {
            super(request);
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> "alice";
        }

        @Override
        public String getHeader(String name) {
            throw new IllegalStateException("the application's");
        }
    }

    private static final class JakartaFiltered extends jakarta.servlet.http.HttpServletRequestWrapper {
        JakartaFiltered(jakarta.servlet.http.HttpServletRequest request) {
            super(request);
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> "alice";
        }

        @Override
        public String getHeader(String name) {
            throw new IllegalStateException("the application's");
        }
    }

    private static void assertSays(Request request, @Nullable String principal, boolean authenticates) {
        assertThat(request.header("X-Tenant")).containsExactly("sent", "sent");
        assertThat(request.principal()).isEqualTo(principal);
        assertThat(request.authenticates()).isEqualTo(authenticates);
    }

    @Test
    void headersAreTheContainersAndThePrincipalIsTheFilters() {
        assertSays(JavaxCall.of(javax(null), false), null, true);
        assertSays(JavaxCall.of(new JavaxFiltered(new JavaxFiltered(javax(null))), true), "alice", false);
        assertSays(JakartaCall.of(jakarta(null), false), null, true);
        assertSays(JakartaCall.of(new JakartaFiltered(new JakartaFiltered(jakarta(null))), true), "alice", false);
    }

    @Test
    void onlyWhatComesFromTheClientOrTheContainerBeginsARequest() {
        for (javax.servlet.DispatcherType type : javax.servlet.DispatcherType.values()) {
            assertThat(JavaxCall.of(javax(type), false).arrival()).isEqualTo(arrival(type.name()));
        }
        for (jakarta.servlet.DispatcherType type : jakarta.servlet.DispatcherType.values()) {
            assertThat(JakartaCall.of(jakarta(type), false).arrival()).isEqualTo(arrival(type.name()));
        }
        assertThat(JavaxCall.of(javax(null), false).arrival()).isEqualTo(Request.Arrival.FIRST);
        assertThat(JakartaCall.of(jakarta(null), false).arrival()).isEqualTo(Request.Arrival.FIRST);
    }

    private static Request.Arrival arrival(String type) {
        return switch (type) {
            case "FORWARD", "INCLUDE" -> Request.Arrival.WITHIN;
            case "ASYNC", "ERROR" -> Request.Arrival.AGAIN;
            default -> Request.Arrival.FIRST;
        };
    }

    @Test
    void whatIsNoHttpSaysNothing() {
        Request javax = JavaxCall.of(request(javax.servlet.ServletRequest.class, Map.of()), false);
        Request jakarta = JakartaCall.of(request(jakarta.servlet.ServletRequest.class, Map.of()), false);
        for (Request silent : List.of(javax, jakarta, JavaxCall.of(null, true), JakartaCall.of(null, true))) {
            assertThat(silent.header("X-Tenant")).isNull();
            assertThat(silent.principal()).isNull();
            assertThat(silent.authenticates()).isFalse();
            assertThat(silent.arrival()).isEqualTo(Request.Arrival.FIRST);
        }
    }
}
