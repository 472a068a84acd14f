package io.escriba.manifests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.Ports;
import io.escriba.local.launcher.Service;
import io.escriba.local.launcher.Services;
import io.escriba.local.process.Program;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service, as its module and the launcher have it. */
public enum ServiceModule {
    /** The gateway. */
    GATEWAY(Services.GATEWAY),
    /** The inference service. */
    INFERENCE(Services.INFERENCE),
    /** The trainer service. */
    TRAINER(Services.TRAINER);

    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final Pattern WORD_BORDER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /** Reading classes takes a while. */
    private static final Map<ServiceModule, Set<String>> VARIABLES = new ConcurrentHashMap<>();

    private final String directory;

    ServiceModule(String directory) {
        this.directory = directory;
    }

    /** The service whose image is called so. */
    public static ServiceModule named(String name) {
        return Stream.of(values())
                .filter(module -> module.directory.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no service '" + name + "'."));
    }

    /** The directory of the module, which is the name of the image too. */
    public String directory() {
        return directory;
    }

    /** What the build makes of it. */
    public Path application() {
        return Checkout.ROOT.resolve(directory).resolve("target/quarkus-app");
    }

    /** What the launcher starts on one machine. */
    public Program launched() {
        Services services = new Services(
                new Installation(Path.of("/checkout")),
                new InstanceDirectory(Path.of("/state")),
                new Ports(1, 2, 3, List.of(new Ports.Inference(4, 5))),
                "127.0.0.1:1",
                "secret");
        Service launched = switch (this) {
            case GATEWAY -> services.gateway();
            case INFERENCE -> services.inference(0);
            case TRAINER -> services.trainer();
        };
        return launched.program();
    }

    /** A value of its {@code application.properties}. */
    public String property(String key) {
        String value = properties().getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(directory + " has no property '" + key + "'.");
        }
        return value;
    }

    /** The port of HTTP. */
    public int httpPort() {
        return Integer.parseInt(property("quarkus.http.port"));
    }

    /** All ports that it listens on. */
    public Set<Integer> ports() {
        return properties().stringPropertyNames().stream()
                .filter(Set.of("quarkus.http.port", "quarkus.grpc.server.port")::contains)
                .map(key -> Integer.valueOf(property(key)))
                .collect(Collectors.toSet());
    }

    /** The variables that it takes settings from: of its configuration interfaces and its {@code application.properties}. */
    public Set<String> variables() {
        return VARIABLES.computeIfAbsent(this, ServiceModule::readVariables);
    }

    private Set<String> readVariables() {
        Set<String> keys = new TreeSet<>(properties().stringPropertyNames());
        new ClassFileImporter()
                        .importPaths(
                                Checkout.ROOT.resolve(directory).resolve("target/classes"),
                                Checkout.ROOT.resolve("common/target/classes"))
                        .stream()
                        .filter(type -> type.isAnnotatedWith(MAPPING))
                        .forEach(type -> addKeys(type, prefix(type), keys));
        return keys.stream().map(ServiceModule::variable).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name that MicroProfile Config gives the variable of a key. */
    public static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static void addKeys(JavaClass type, String prefix, Set<String> keys) {
        for (JavaMethod method : type.getMethods()) {
            boolean parent = method.isAnnotatedWith("io.smallrye.config.WithParentName");
            String key = parent ? prefix : prefix + "." + name(method);
            JavaClass returned = method.getRawReturnType();
            if (returned.isInterface() && returned.getPackageName().startsWith("io.escriba")) {
                addKeys(returned, key, keys);
            } else {
                keys.add(key);
            }
        }
    }

    private static String prefix(JavaClass type) {
        return (String) type.getAnnotationOfType(MAPPING).get("prefix").orElseThrow();
    }

    private static String name(JavaMethod method) {
        return method.tryGetAnnotationOfType("io.smallrye.config.WithName")
                .flatMap(annotation -> annotation.get("value").map(Object::toString))
                .orElseGet(() ->
                        WORD_BORDER.matcher(method.getName()).replaceAll("-").toLowerCase(Locale.ROOT));
    }

    private Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Checkout.read(
                    Checkout.ROOT.resolve(directory).resolve("src/main/resources/application.properties"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
