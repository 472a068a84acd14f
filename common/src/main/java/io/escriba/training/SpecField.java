package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A field of a spec, described for those who write one.
 *
 * @param name in JSON
 * @param meaning what it does
 * @param type of its value, or of the entries of its list
 * @param isList whether its value is a list
 * @param isOptional whether a complete spec may be without it
 * @param range of its number, or of those in its list
 * @param mostEntries of its list
 * @param isChosen whether the trainer chooses it where a spec leaves it open
 * @param otherwise its value where a spec leaves it open, if it has one and the trainer does not choose it
 */
public record SpecField(
        String name,
        String meaning,
        Class<?> type,
        boolean isList,
        boolean isOptional,
        Optional<Interval> range,
        int mostEntries,
        boolean isChosen,
        Optional<JsonNode> otherwise) {
    /** All fields of a {@link TrainingSpec} as they are written in one flat object, in its order. */
    public static List<SpecField> all() {
        return Arrays.stream(TrainingSpec.class.getRecordComponents())
                .flatMap(part -> part.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? of(part.getType()).stream()
                        : Stream.of(of(part)))
                .map(SpecField::withDefault)
                .toList();
    }

    /** The fields of one object within a spec, such as a {@link DenseLayer}. */
    public static List<SpecField> of(Class<?> group) {
        return Arrays.stream(group.getRecordComponents()).map(SpecField::of).toList();
    }

    static SpecField of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " of "
                    + component.getDeclaringRecord().getSimpleName() + " has no @Setting; say what it means.");
        }
        boolean isList = component.getType() == List.class;
        boolean isOptional = component.getType() == Optional.class;
        return new SpecField(
                component.getName(),
                setting.value(),
                isList || isOptional ? argument(component.getGenericType()) : component.getType(),
                isList,
                isOptional,
                setting.range().isEmpty() ? Optional.empty() : Optional.of(Interval.parse(setting.range())),
                setting.mostEntries(),
                setting.chosen(),
                Optional.empty());
    }

    /** With its value in the recipe that all others are laid over. */
    private SpecField withDefault() {
        Optional<JsonNode> base =
                isChosen ? Optional.empty() : Optional.ofNullable(Presets.base().get(name));
        return new SpecField(name, meaning, type, isList, isOptional, range, mostEntries, isChosen, base);
    }

    private static Class<?> argument(Type type) {
        return (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
