package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.escriba.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpecFieldTest {
    @Test
    void everyFieldOfASpecIsDescribed() {
        assertThat(SpecField.all())
                .extracting(SpecField::name)
                .containsExactlyInAnyOrderElementsOf(
                        () -> Json.tree(TrainingSpec.base()).fieldNames());
        assertThat(SpecField.all())
                .allSatisfy(field -> assertThat(field.meaning()).matches("[A-Z].*[^.]"));
    }

    @Test
    void everyNumberHasARangeExceptTheSeed() {
        assertThat(SpecField.all())
                .filteredOn(field -> Number.class.isAssignableFrom(field.type())
                        || field.type() == int.class
                        || field.type() == long.class
                        || field.type() == double.class)
                .filteredOn(field -> field.range().isEmpty())
                .extracting(SpecField::name)
                .containsExactly("seed");
    }

    @Test
    void whatIsToldIsWhatIsChecked() {
        for (SpecField field : SpecField.all()) {
            field.range()
                    .filter(range -> range.least() > Double.NEGATIVE_INFINITY)
                    .ifPresent(range -> {
                        double below = range.withLeast() ? range.least() - 1 : range.least();
                        ObjectNode request = Json.mapper().createObjectNode();
                        if (field.isList()) {
                            request.putArray(field.name()).add(below);
                        } else {
                            request.set(
                                    field.name(),
                                    whole(field) ? IntNode.valueOf((int) below) : DoubleNode.valueOf(below));
                        }

                        assertThatThrownBy(() -> TrainingSpec.base().with(request))
                                .as(field.name())
                                .isInstanceOf(InvalidSpecException.class)
                                .hasMessageContaining(range.toString());
                    });
        }
    }

    @Test
    void aDefaultIsThatOfTheBaseUnlessTheTrainerChooses() {
        assertThat(field("optimizer").otherwise()).contains(TextNode.valueOf("adam"));
        assertThat(field("hiddenSize").isChosen()).isTrue();
        assertThat(field("hiddenSize").otherwise()).isEmpty();
        assertThat(field("stride").otherwise()).isEmpty();
    }

    @Test
    void typesAreThoseOfTheValues() {
        assertThat(field("head").type()).isEqualTo(DenseLayer.class);
        assertThat(field("head").isList()).isTrue();
        assertThat(field("timeBudget").type()).isEqualTo(Duration.class);
        assertThat(field("timeBudget").isOptional()).isTrue();
        assertThat(SpecField.of(DenseLayer.class))
                .extracting(SpecField::name)
                .containsExactly("units", "activation", "dropout");
    }

    @Test
    void intervalsReadAsSentencesNeedThem() {
        assertThat(Interval.parse("[2, 65536]")).hasToString("2 to 65536");
        assertThat(Interval.parse("[0, 1)")).hasToString("0 to below 1");
        assertThat(Interval.parse("(0, 1]")).hasToString("above 0 to 1");
        assertThat(Interval.parse("[0.01, 0.5]")).hasToString("0.01 to 0.5");
        assertThat(Interval.parse("(0, )")).hasToString("above 0");
        assertThat(Interval.parse("[1, )")).hasToString("at least 1");
        assertThat(Interval.parse("[0, 1)").contains(1)).isFalse();
        assertThat(Interval.parse("[0, 1)").contains(0)).isTrue();
        assertThat(Interval.parse("(0, )").contains(0)).isFalse();
        assertThat(Interval.parse("(0, )").contains(Double.NaN)).isFalse();
        assertThatThrownBy(() -> Interval.parse("0..1")).hasMessageContaining("[0, 1)");
    }

    private static boolean whole(SpecField field) {
        return field.type() != double.class && field.type() != Double.class;
    }

    private static SpecField field(String name) {
        return SpecField.all().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
