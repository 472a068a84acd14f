package io.escriba.gateway.corpus;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.kafka.DatasetGoneException;
import io.escriba.kafka.DatasetLog;
import io.escriba.kafka.Refusal;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/** The texts in the topic {@code escriba.corpus}. Holds one fetch in memory. Thread-safe. */
final class KafkaCorpusText implements CorpusText {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final DatasetLog log;

    /** Reads from this log. */
    KafkaCorpusText(DatasetLog log) {
        this.log = log;
    }

    @Override
    public void read(Dataset dataset, Taker taker) {
        try {
            log.read(dataset, new DatasetLog.Reader() {
                @Override
                public boolean append(byte[] utf8) {
                    return taker.take(utf8);
                }

                @Override
                public boolean pass(int bytes) {
                    return taker.pass(bytes);
                }

                @Override
                public void restart() {
                    taker.restart();
                }
            });
        } catch (DatasetGoneException e) {
            throw ProblemException.gone(String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw ProblemException.unavailable(
                    "The text cannot be read from Kafka now: " + Refusal.orMessage(e) + " Try again.", SOON, e);
        }
    }
}
