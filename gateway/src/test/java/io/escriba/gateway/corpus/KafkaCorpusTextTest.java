package io.escriba.gateway.corpus;

import static io.escriba.gateway.KafkaAway.assertUnavailable;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.KafkaAway;
import io.escriba.kafka.Clients;
import io.escriba.kafka.DatasetLog;
import org.junit.jupiter.api.Test;

final class KafkaCorpusTextTest {
    @Test
    void saysThatKafkaIsAway() {
        Corpus corpus = Corpora.corpus("nomes", 9, 0, 0, 1);
        CorpusText text = new KafkaCorpusText(
                new DatasetLog(Clients.patient(KafkaAway.CLIENT, KafkaAway.PATIENCE), KafkaAway.PATIENCE));

        assertUnavailable(() -> Excerpt.cut(corpus, 0, 5, text));
    }
}
