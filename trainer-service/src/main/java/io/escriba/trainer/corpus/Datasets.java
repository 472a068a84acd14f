package io.escriba.trainer.corpus;

import io.escriba.corpus.Dataset;
import io.escriba.kafka.DatasetLog;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.text.TextCache;
import java.io.IOException;

/** Gives datasets as encoded text: from the local cache where that is valid, and from the log where it is not. */
public final class Datasets {
    private final DatasetLog log;
    private final TextCache cache;

    /** Datasets of this log, kept in this cache. */
    public Datasets(DatasetLog log, TextCache cache) {
        this.log = log;
        this.cache = cache;
    }

    /**
     * The text of a dataset in NFC: the same every time.
     *
     * @throws IOException when the cache cannot be written
     * @throws io.escriba.kafka.DatasetGoneException when the log no longer holds its records
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public EncodedText open(Dataset dataset) throws IOException {
        String file = "%s-%d-%d-%d"
                .formatted(dataset.corpus(), dataset.partition(), dataset.startOffset(), dataset.endOffset());
        // The offsets of a topic that was created anew say something else.
        String identity = dataset + " of topic " + log.topicId(dataset.topic());
        return cache.get(
                file,
                identity,
                sink -> log.read(dataset, new DatasetLog.Reader() {
                    @Override
                    public boolean append(byte[] utf8) {
                        sink.append(utf8);
                        return true;
                    }

                    @Override
                    public void restart() {
                        sink.restart();
                    }
                }));
    }
}
