package io.escriba.manifests.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.manifests.Checkout;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final Pattern USER = Pattern.compile("User:(\\S+)");
    private static final Pattern DOCUMENTED_USER = Pattern.compile("(?m)^\\| `(escriba-[a-z]+)` \\|");

    private final String list = Checkout.read(Checkout.ROOT.resolve("deploy/kafka/acls"));
    private final String page = Checkout.read(Checkout.ROOT.resolve("docs/secured-kafka.md"));

    @Test
    void areDocumentedAsTheyAreGranted() {
        assertThat(page).contains("```\n" + list + "```\n");
    }

    @Test
    void areOfTheUsersThatAreDocumented() {
        assertThat(named(USER, list)).isNotEmpty().isEqualTo(named(DOCUMENTED_USER, page));
    }

    private static Set<String> named(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }
}
