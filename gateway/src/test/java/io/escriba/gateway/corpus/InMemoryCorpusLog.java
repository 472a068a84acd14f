package io.escriba.gateway.corpus;

import io.escriba.corpus.CorpusSealed;
import io.escriba.name.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log of one partition that keeps what was committed. */
final class InMemoryCorpusLog implements CorpusLog {
    static final int PARTITION = 7;

    final List<Object> records = new ArrayList<>();
    int open;

    @Override
    public Publication begin(Name corpus) {
        open++;
        return new Publication() {
            private final List<Object> pending = new ArrayList<>();

            @Override
            public void append(byte[] chunk) {
                pending.add(chunk);
            }

            @Override
            public Range commit(Optional<CorpusSealed> seal) {
                seal.ifPresent(pending::add);
                long first = records.size();
                records.addAll(pending);
                return new Range(PARTITION, first, records.size() - 1L);
            }

            @Override
            public void close() {
                open--;
            }
        };
    }
}
