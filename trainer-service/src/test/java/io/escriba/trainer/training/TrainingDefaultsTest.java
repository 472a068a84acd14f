package io.escriba.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import io.escriba.trainer.Specs;
import io.escriba.trainer.training.TrainingDefaults.Corpus;
import io.escriba.training.Documents;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.SpecField;
import io.escriba.training.TrainingSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrainingDefaultsTest {
    private static final Corpus BOOK = new Corpus(1_000_000, 100);

    @Test
    void theTimeDecidesTheSizeOfTheNetwork() {
        assertThat(hiddenSize("{'timeBudget':'PT60S'}")).isEqualTo(256);
        assertThat(hiddenSize("{}")).isEqualTo(384);
        assertThat(hiddenSize("{'timeBudget':'PT30M'}")).isEqualTo(512);
        assertThat(hiddenSize("{'epochs':20}")).isEqualTo(512);
        assertThat(complete("{}").limits().timeBudget()).contains(Duration.ofMinutes(3));
    }

    @Test
    void aGpuTrainsALargeOneInAnyTime() {
        TrainingSpec spec = TrainingDefaults.complete(
                Optional.of(Specs.json("{'timeBudget':'PT60S'}")), BOOK, Optional.empty(), true);

        assertThat(spec.network().hiddenSize()).isEqualTo(512);
        assertThat(spec.limits().timeBudget()).contains(Duration.ofSeconds(60));
    }

    @Test
    void aShortTextAndLinesGetASmallOne() {
        assertThat(TrainingDefaults.complete(Optional.empty(), 10_000).network().hiddenSize())
                .isEqualTo(128);
        assertThat(complete("{'documents':'lines'}").network().hiddenSize()).isEqualTo(128);
        assertThat(complete("{'documents':'lines'}").examples().documents()).isEqualTo(Documents.LINES);
    }

    @Test
    void whatTheAuthorSaysHolds() {
        TrainingSpec spec = complete("{'hiddenSize':96,'timeBudget':'PT1H','dropout':0}");

        assertThat(spec.network().hiddenSize()).isEqualTo(96);
        assertThat(spec.network().dropout()).isZero();
        assertThat(complete("{'preset':'bigram'}").network().layers())
                .isEqualTo(TrainingSpec.base().network().layers());
    }

    @Test
    void whatCanBeMixedWithCountsIs() {
        assertThat(ngramContext("{}")).isEqualTo(5);
        assertThat(ngramContext("{'documents':'lines'}")).isEqualTo(5);
        assertThat(ngramContext("{'architecture':'lstm'}")).isEqualTo(5);
        assertThat(ngramContext("{'ngramContext':0}")).isZero();
        assertThat(ngramContext("{'architecture':'gpt'}")).isZero();
        assertThat(ngramContext("{'architecture':'bigram'}")).isZero();
        assertThat(ngramContext("{'preset':'report-gru'}")).isZero();
        assertThat(complete("{}", new Corpus(1_000_000, 5_000)).network().ngramContext())
                .isZero();
    }

    @Test
    void onlyFieldsThatSaySoAreChosen() {
        Set<String> chosen = SpecField.all().stream()
                .filter(SpecField::isChosen)
                .map(SpecField::name)
                .collect(Collectors.toSet());
        JsonNode base = Json.tree(TrainingSpec.base());
        Set<String> differing = new TreeSet<>();
        for (String request : List.of("{}", "{'timeBudget':'PT60S'}", "{'timeBudget':'PT30M'}")) {
            for (Corpus corpus : List.of(BOOK, new Corpus(10_000, 100))) {
                JsonNode spec = Json.tree(complete(request, corpus));
                spec.fieldNames().forEachRemaining(field -> {
                    if (!spec.get(field).equals(base.get(field))) {
                        differing.add(field);
                    }
                });
            }
        }

        assertThat(differing).isNotEmpty().isSubsetOf(chosen);
        JsonNode lines = Json.tree(complete("{'documents':'lines'}"));
        assertThat(lines.properties())
                .filteredOn(field -> !field.getKey().equals("documents"))
                .filteredOn(field -> !field.getValue().equals(base.get(field.getKey())))
                .extracting(Map.Entry::getKey)
                .isNotEmpty()
                .isSubsetOf(chosen);
    }

    private static int ngramContext(String request) {
        return complete(request).network().ngramContext();
    }

    @Test
    void anEarlierModelDecidesTheNetworkAndTheExamples() {
        TrainingSpec earlier = complete("{'architecture':'lstm','hiddenSize':77,'lowercase':true}");

        TrainingSpec spec = TrainingDefaults.complete(
                Optional.of(Specs.json("{'learningRate':0.001}")), BOOK, Optional.of(earlier), false);

        assertThat(spec.network()).isEqualTo(earlier.network());
        assertThat(spec.examples()).isEqualTo(earlier.examples());
        assertThat(spec.optimization().learningRate()).isEqualTo(0.001);
    }

    @Test
    void aWrongTimeIsReported() {
        assertThatThrownBy(() -> complete("{'timeBudget':'soon'}"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("timeBudget");
    }

    private static int hiddenSize(String request) {
        return complete(request).network().hiddenSize();
    }

    private static TrainingSpec complete(String request) {
        return complete(request, BOOK);
    }

    private static TrainingSpec complete(String request, Corpus corpus) {
        return TrainingDefaults.complete(Optional.of(Specs.json(request)), corpus, Optional.empty(), false);
    }
}
