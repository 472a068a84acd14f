package io.escriba.training;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gathers what is wrong with a spec, so that one answer says it all. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void check(boolean holds, String problem) {
        if (!holds) {
            found.add(problem);
        }
    }

    /** Checks every field of a part of a spec by what its {@link Setting} says. */
    void check(Record part) {
        check("", part);
    }

    private void check(String place, Record part) {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            SpecField field = SpecField.of(component);
            Object value = value(component, part);
            if (value instanceof List<?> list) {
                entries(place + field.name(), list, field);
            } else {
                field.range()
                        .ifPresent(range -> number(value)
                                .ifPresent(number -> check(
                                        range.contains(number),
                                        place + field.name() + " is " + shown(value) + "; use " + range + ".")));
            }
        }
    }

    private void entries(String name, List<?> list, SpecField field) {
        if (field.range().isPresent()) {
            Interval range = field.range().get();
            check(
                    list.size() <= field.mostEntries()
                            && list.stream()
                                    .allMatch(entry ->
                                            range.contains(number(entry).orElseThrow())),
                    name + " are " + list + "; use at most " + field.mostEntries() + " numbers from " + range + ".");
            return;
        }
        check(
                list.size() <= field.mostEntries(),
                name + " has " + list.size() + " entries; use at most " + field.mostEntries() + ".");
        for (int i = 0; i < list.size(); i++) {
            check(name + "[" + i + "].", (Record) list.get(i));
        }
    }

    /** The number that a value is, if it is one. */
    private static OptionalDouble number(Object value) {
        if (value instanceof Number number) {
            return OptionalDouble.of(number.doubleValue());
        }
        if (value instanceof Embedding embedding) {
            return embedding.width().isPresent()
                    ? OptionalDouble.of(embedding.width().getAsInt())
                    : OptionalDouble.empty();
        }
        return value instanceof Optional<?> optional && optional.isPresent()
                ? number(optional.get())
                : OptionalDouble.empty();
    }

    private static Object shown(Object value) {
        if (value instanceof Embedding embedding) {
            return embedding.json();
        }
        return value instanceof Optional<?> optional ? optional.orElseThrow() : value;
    }

    private static Object value(RecordComponent component, Record part) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record's component " + component + " can be read by everybody.", e);
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidSpecException(found);
        }
    }
}
