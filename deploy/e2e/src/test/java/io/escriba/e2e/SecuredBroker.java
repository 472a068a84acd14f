package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.kafka.Topic;
import io.escriba.local.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;

/** A broker that takes TLS and passwords alone and lets each user do what {@code deploy/kafka/acls} grants it. */
final class SecuredBroker implements AutoCloseable {
    static final String ADMIN = "admin";

    private static final List<String> USERS = List.of(
            "escriba-gateway",
            "escriba-inference",
            "escriba-statistics",
            "escriba-training",
            "escriba-scaler",
            "escriba-publisher");
    private static final String KEY_PASSWORD = "of-the-key";
    private static final String CERTIFICATE = "CN=broker";

    private final EmbeddedBroker broker;
    private final Path directory;
    private final String authority;

    private SecuredBroker(EmbeddedBroker broker, Path directory, String authority) {
        this.broker = broker;
        this.directory = directory;
        this.authority = authority;
    }

    /** Starts one that grants nothing yet but to its admin. */
    static SecuredBroker start(Path directory) {
        Path key = makeKey(directory.resolve("broker.p12"));
        String keyStore = key.toString();
        Map<String, String> settings = Map.ofEntries(
                Map.entry("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:SSL"),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512"),
                Map.entry("listener.name.clients.scram-sha-512.sasl.jaas.config", login(ADMIN, password(ADMIN))),
                Map.entry("listener.name.controller.ssl.client.auth", "required"),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.location", keyStore),
                Map.entry("ssl.keystore.password", KEY_PASSWORD),
                Map.entry("ssl.truststore.type", "PKCS12"),
                Map.entry("ssl.truststore.location", keyStore),
                Map.entry("ssl.truststore.password", KEY_PASSWORD),
                Map.entry("authorizer.class.name", RecordingAuthorizer.class.getName()),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                Map.entry("super.users", "User:" + ADMIN + ";User:" + CERTIFICATE));
        List<String> users = new ArrayList<>(USERS);
        users.add(ADMIN);
        EmbeddedBroker broker = EmbeddedBroker.start(
                directory.resolve("kafka"),
                0,
                settings,
                users.stream()
                        .map(user -> "SCRAM-SHA-512=[name=" + user + ",password=" + password(user) + "]")
                        .toList());
        return new SecuredBroker(broker, directory, certificate(key));
    }

    int port() {
        String address = broker.bootstrapServers();
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    /** Grants everything in the list, as its documentation says. */
    void grantAll() throws IOException {
        Path list = Path.of(System.getProperty("escriba.checkout")).resolve("deploy/kafka/acls");
        Path admin = directory.resolve("admin.properties");
        Properties properties = new Properties();
        properties.putAll(client(ADMIN));
        try (var writer = Files.newBufferedWriter(admin, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        Exit.setExitProcedure((status, message) -> {
            throw new AssertionError("kafka-acls ends with status " + status + ": " + message);
        });
        try {
            for (String line : Files.readAllLines(list)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> arguments = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
                    arguments.addAll(List.of("--command-config", admin.toString(), "--add"));
                    arguments.addAll(List.of(line.split(" ")));
                    AclCommand.main(arguments.toArray(String[]::new));
                }
            }
        } finally {
            Exit.resetExitProcedure();
        }
    }

    /** Deletes a topic, if there is one, and returns when it is gone. */
    void delete(Topic topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client(ADMIN))) {
            if (admin.listTopics().names().get().contains(topic.topicName())) {
                admin.deleteTopics(List.of(topic.topicName())).all().get();
                await().until(() -> !admin.listTopics().names().get().contains(topic.topicName()));
            }
        }
    }

    /** All rights that have been granted. */
    Collection<AclBinding> rights() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client(ADMIN))) {
            return admin.describeAcls(AclBindingFilter.ANY).values().get();
        }
    }

    /** Takes a right away while something runs, and grants it again. */
    void without(String user, AclOperation operation, String resource, Check check) throws Exception {
        List<AclBinding> taken = rights().stream()
                .filter(right -> right.entry().principal().equals("User:" + user)
                        && right.entry().operation() == operation
                        && right.pattern().name().equals(resource))
                .toList();
        assertThat(taken).isNotEmpty();
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.deleteAcls(taken.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
            try {
                check.run();
            } finally {
                admin.createAcls(taken).all().get();
            }
        }
    }

    /** Something that may fail. */
    interface Check {
        void run() throws Exception;
    }

    /** The settings of a user's clients. */
    Map<String, Object> client(String user) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                login(user, password(user)),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                authority);
    }

    /** The same for a service, as variables. */
    Map<String, String> variables(String user) {
        return client(user).entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "KAFKA_" + setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                        setting -> setting.getValue().toString()));
    }

    /** A certificate that this broker does not have. */
    String otherAuthority() {
        return certificate(makeKey(directory.resolve("other.p12")));
    }

    @Override
    public void close() {
        broker.close();
    }

    private static String password(String user) {
        return "of-" + user;
    }

    static String login(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    /** Made anew for each test, because certificates expire. */
    private static Path makeKey(Path file) {
        Command keytool = Command.run(
                "",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        CERTIFICATE,
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        KEY_PASSWORD));
        assertThat(keytool.status()).as(keytool.out() + keytool.err()).isZero();
        return file;
    }

    /** In the form that a client can be given as a variable. */
    private static String certificate(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, KEY_PASSWORD.toCharArray());
            byte[] bytes = store.getCertificate("broker").getEncoded();
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("The certificate cannot be read.", e);
        }
    }
}
