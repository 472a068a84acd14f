package io.escriba.gateway.security.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenHoldersTest {
    @Test
    void aNameIsTakenAsItIsWhereItCannotBeMistaken() {
        for (String name : List.of("ana", "ana@example.org", "João da Silva", "7c0f-12", "山田太郎")) {
            assertThat(TokenHolders.name(name)).isEqualTo(name);
        }
    }

    @Test
    void anyOtherNameIsReplacedByOneOfItsOwn() {
        List<String> names = List.of("", " ", "a\nb", "a\tb", "a\u202Eb", "\"ana\"", "a".repeat(65), "<b>");

        assertThat(names)
                .extracting(TokenHolders::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("token-[0-9a-f]{16}"));
    }

    @Test
    void onlyWhoHadNoTokenIsUnknown() {
        TokenHolders holders = new TokenHolders(request -> {
            throw new IllegalStateException("Nobody is asked here.");
        });

        assertThat(holders.know(new Caller("ana"))).isTrue();
        assertThat(holders.know(Caller.ANYONE)).isFalse();
        assertThat(holders.areAsked()).isTrue();
    }
}
