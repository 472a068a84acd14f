package io.escriba.gateway.security.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProvenanceTest {
    private final OwnNames names = OwnNames.of("127.0.0.1", List.of("escriba.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]", "[::1]:8080", "escriba.example:443"})
    void programsOfThisMachineAreAnswered(String host) {
        assertThat(objections(host, "", "")).isEmpty();
    }

    @Test
    void whoTellsNoHostIsNoBrowser() {
        assertThat(new Provenance(Optional.empty(), Optional.empty(), Optional.empty(), false, false).objections(names))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "[fd00::1]:8080", "0.0.0.0:8080"})
    void aNameOfSomebodyElseIsNot(String host) {
        assertThat(objections(host, "http://" + host, "same-origin"))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.field()).isEqualTo("Host");
                    assertThat(objection.message())
                            .startsWith("Host is '" + host + "'")
                            .contains("127.0.0.1", "escriba.gateway.hosts", "escriba.api-keys");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080, same-origin",
        "localhost:8080, http://localhost:8080, ''",
        "LOCALHOST, http://localhost, ''",
        "localhost:8080, '', none",
        // A proxy speaks TLS, and calls the gateway by another name or not.
        "escriba.example, https://escriba.example, ''",
        "127.0.0.1:8080, https://escriba.example, ''",
        "127.0.0.1:8080, https://elsewhere.example, same-origin",
    })
    void itsOwnPageIsAnswered(String host, String origin, String site) {
        assertThat(objections(host, origin, site)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://elsewhere.example, cross-site, Sec-Fetch-Site",
        "https://elsewhere.example, '', Origin",
        "http://localhost:3000, same-site, Sec-Fetch-Site",
        "http://localhost:3000, '', Origin",
        "http://localhost, '', Origin",
        "null, '', Origin",
        "'', cross-site, Sec-Fetch-Site",
        "'', same-site, Sec-Fetch-Site",
        "'', whatever, Sec-Fetch-Site",
    })
    void aPageOfAnotherSiteIsNot(String origin, String site, String header) {
        assertThat(objections("localhost:8080", origin, site)).singleElement().satisfies(objection -> {
            assertThat(objection.field()).isEqualTo(header);
            assertThat(objection.message())
                    .startsWith(header + " is '")
                    .contains("page of another site", "quarkus.http.cors.origins");
        });
    }

    @Test
    void bothAreToldTogether() {
        assertThat(objections("evil.example", "https://elsewhere.example", ""))
                .extracting(Fault::field)
                .containsExactly("Host", "Origin");
    }

    @Test
    void aPageThatIsWelcomeAndALinkAreAnsweredUnderTheRightName() {
        for (boolean link : new boolean[] {true, false}) {
            assertThat(coming("localhost", link, !link)).isEmpty();
            assertThat(coming("evil.example", link, !link)).hasSize(1);
        }
    }

    @Test
    void aLongHeaderIsToldInPart() {
        assertThat(objections("a".repeat(7_000), "", "").get(0).message()).hasSizeLessThan(400);
    }

    private List<Fault> coming(String host, boolean link, boolean welcome) {
        return new Provenance(
                        Optional.of(host),
                        Optional.of("https://friend.example"),
                        Optional.of("cross-site"),
                        link,
                        welcome)
                .objections(names);
    }

    private List<Fault> objections(String host, String origin, String site) {
        return new Provenance(Optional.of(host), given(origin), given(site), false, false).objections(names);
    }

    private static Optional<String> given(String header) {
        return Optional.of(header).filter(value -> !value.isEmpty());
    }
}
