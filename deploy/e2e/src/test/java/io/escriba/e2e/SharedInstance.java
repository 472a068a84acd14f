package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all test classes one instance that has just learned the bundled names. It is started for the first test that
 * wants it and stopped after the last one, whatever happens. It has been stopped and started again once.
 */
final class SharedInstance implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedInstance.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Escriba.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Started.class, key -> Started.now(), Started.class)
                .escriba();
    }

    private record Started(Path directory, Escriba escriba) implements AutoCloseable {
        static Started now() {
            try {
                Path directory = Files.createTempDirectory("escriba-e2e");
                Escriba first = Escriba.up(directory);
                try (first) {
                    List<Escriba.Event> training = first.follow(first.awaitJobOf("nomes"));
                    Escriba.Event end = training.get(training.size() - 1);
                    assertThat(end.name()).as(end.toString()).isEqualTo("completed");
                }
                return new Started(directory, first.again());
            } catch (IOException e) {
                throw new AssertionError("There is no place for an instance.", e);
            }
        }

        @Override
        public void close() throws IOException {
            escriba.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
