package io.escriba.inference.catalog;

import io.escriba.name.Name;
import java.util.Collection;

/** There is no such model, or no such version of it. The message names those that there are. */
public final class UnknownModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnknownModelException(String message) {
        super(message);
    }

    static UnknownModelException model(Name name, Collection<Name> known) {
        return new UnknownModelException("There is no model '" + name + "'. "
                + (known.isEmpty() ? "No model has been published yet." : "There is " + list(known) + "."));
    }

    static UnknownModelException version(Name name, long version, Collection<Long> known) {
        return new UnknownModelException(
                "Model '" + name + "' has no version " + version + ". Its versions are " + list(known) + ".");
    }

    private static String list(Collection<?> items) {
        return String.join(", ", items.stream().map(Object::toString).toList());
    }
}
