package io.escriba.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void namesTheTopicsWhoseRightsAreMissing() {
        assertThat(Refusal.of(new TopicAuthorizationException(Set.of("escriba.models"))))
                .hasValue("This client's user has not the rights for this in Kafka: Not authorized to access topics:"
                        + " [escriba.models]. Grant those on the topic 'escriba.models' that"
                        + " docs/secured-kafka.md lists for it.");
    }

    @Test
    void namesTheGroup() {
        assertThat(Refusal.of(GroupAuthorizationException.forGroupId("escriba-trainer")))
                .hasValueSatisfying(told -> assertThat(told).contains("Grant those on the group 'escriba-trainer'"));
    }

    @Test
    void namesWhatKafkaDoesNotTellByItsKind() {
        assertThat(Refusal.orMessage(new TransactionalIdAuthorizationException("No")))
                .contains("No. Grant those on transactional ids");
        assertThat(Refusal.orMessage(new ClusterAuthorizationException("No"))).contains("Grant those on the cluster");
        assertThat(Refusal.orMessage(new TopicAuthorizationException("No"))).contains("Grant those on the topic that");
    }

    @Test
    void namesTheSettingOfAWrongPassword() {
        assertThat(Refusal.orMessage(new SaslAuthenticationException("Authentication failed")))
                .startsWith("Kafka does not accept this client's user: Authentication failed. Correct")
                .contains("kafka.sasl.jaas.config");
    }

    @Test
    void tellsWhyACertificateIsNotTrusted() {
        SslAuthenticationException failure =
                new SslAuthenticationException("SSL handshake failed", new SSLHandshakeException("path unknown"));

        assertThat(Refusal.orMessage(failure)).contains("path unknown. Correct kafka.ssl.truststore.*");
    }

    @Test
    void looksBehindWhatIsWrappedAroundIt() {
        Exception failure = new KafkaException(
                "No client", new ExecutionException(new ConfigException("security.protocol", "SASL_SLS", "unknown")));

        assertThat(Refusal.orMessage(failure))
                .contains("Invalid value SASL_SLS for configuration security.protocol: unknown. Correct this setting");
    }

    @Test
    void isNoneWhereTryingAgainMayHelp() {
        TimeoutException failure = new TimeoutException("Kafka is away.");

        assertThat(Refusal.of(failure)).isEmpty();
        assertThat(Refusal.orMessage(failure)).isEqualTo("Kafka is away.");
    }
}
