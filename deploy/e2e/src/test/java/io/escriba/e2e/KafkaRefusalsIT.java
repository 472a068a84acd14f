package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.e2e.Cluster.Member;
import io.escriba.kafka.Topics;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong between a service and a secured Kafka is said in words that name what to change. */
class KafkaRefusalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static SecuredCluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        cluster = SecuredCluster.start(directory);
        Topics.createMissing(cluster.broker().client(SecuredBroker.ADMIN), 2, (short) 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aWrongPasswordEndsAService() {
        assertEnds(
                Map.of("KAFKA_SASL_JAAS_CONFIG", SecuredBroker.login("escriba-inference", "wrong")),
                "Kafka does not accept this client's user: ",
                "Correct the name and the password in kafka.sasl.jaas.config");
    }

    @Test
    void anUnknownCertificateEndsAService() {
        assertEnds(
                Map.of("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", cluster.broker().otherAuthority()),
                "No TLS connection to Kafka can be made: ",
                "Correct kafka.ssl.truststore.*");
    }

    @Test
    void aSettingThatKafkaDoesNotKnowEndsAService() {
        assertEnds(
                Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SLS"),
                "Kafka's client cannot be made: ",
                "security.protocol",
                "with kafka. before it");
    }

    @Test
    void aTopicThatMustNotBeReadLeavesInferenceUnready() throws Exception {
        cluster.broker().without("escriba-inference", AclOperation.READ, "escriba.models", () -> {
            cluster.services().launch(Member.INFERENCE);

            assertTold(Member.INFERENCE, "Reading escriba.models has ended. ", "on the topic 'escriba.models'");
            assertThat(ready(Member.INFERENCE)).isEqualTo(503);
        });
        cluster.services().terminate(Member.INFERENCE);
        cluster.services().start(Member.INFERENCE);
    }

    @Test
    void aTopicThatMustNotBeWrittenIsNamedToWhoeverUploads() throws Exception {
        cluster.services().start(Member.GATEWAY);

        cluster.broker().without("escriba-gateway", AclOperation.WRITE, "escriba.corpus", () -> {
            HttpResponse<String> refused = upload("pera");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("This client's user has not the rights for this in Kafka")
                    .contains("on the topic 'escriba.corpus'");
        });

        await().atMost(PATIENCE).until(() -> upload("pera").statusCode() == 200);
    }

    @Test
    void statisticsWithoutRightsEndWithAWordAndGoOnAfterARestart() throws Exception {
        cluster.broker().without("escriba-statistics", AclOperation.WRITE, "escriba-statistics-", () -> {
            cluster.services().launch(Member.STATISTICS);

            assertTold(Member.STATISTICS, "Following the corpora has ended. ", "docs/secured-kafka.md");
            await().atMost(PATIENCE).until(() -> ready(Member.STATISTICS) == 503);
            await().atMost(PATIENCE).until(() -> live(Member.STATISTICS) == 503);
        });
        cluster.services().terminate(Member.STATISTICS);
        cluster.services().start(Member.STATISTICS);
        assertThat(live(Member.STATISTICS)).isEqualTo(200);
    }

    @Test
    void aTrainerWithoutRightsTakesNoJobsAndGoesOnAfterARestart() throws Exception {
        cluster.broker().without("escriba-training", AclOperation.READ, "escriba-trainer", () -> {
            cluster.services().launch(Member.TRAINER);

            assertTold(Member.TRAINER, "Training jobs are no longer taken. ", "on the group 'escriba-trainer'");
            await().atMost(PATIENCE).until(() -> ready(Member.TRAINER) == 503);
            assertThat(live(Member.TRAINER)).isEqualTo(503);
        });
        cluster.services().terminate(Member.TRAINER);
        cluster.services().start(Member.TRAINER);
        assertThat(live(Member.TRAINER)).isEqualTo(200);
    }

    private static void assertEnds(Map<String, String> variables, String... words) {
        cluster.launchWith(Member.SECOND_INFERENCE, variables);

        assertThat(cluster.services().exitStatus(Member.SECOND_INFERENCE)).isNotZero();
        assertThat(cluster.services().log(Member.SECOND_INFERENCE)).contains(words);
    }

    /** One line says it all. */
    private static void assertTold(Member member, String... words) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                cluster.services().log(member).lines().filter(line -> line.contains(words[0])))
                        .singleElement()
                        .asString()
                        .contains(words)
                        .contains("Then restart this service."));
    }

    private static int ready(Member member) throws IOException, InterruptedException {
        return health(member, "/q/health/ready");
    }

    private static int live(Member member) throws IOException, InterruptedException {
        return health(member, "/q/health/live");
    }

    private static int health(Member member, String path) throws IOException, InterruptedException {
        return cluster.services()
                .send(HttpRequest.newBuilder(cluster.services().uri(member, path)))
                .statusCode();
    }

    private static HttpResponse<String> upload(String corpus) throws IOException, InterruptedException {
        return cluster.services()
                .send(HttpRequest.newBuilder(cluster.services().uri("/api/corpora/" + corpus + "?train=false"))
                        .POST(BodyPublishers.ofString("Era uma vez uma pera.")));
    }
}
