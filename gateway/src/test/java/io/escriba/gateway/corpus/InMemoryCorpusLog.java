package io.escriba.gateway.corpus;

import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.name.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A log of one partition that keeps what was committed. */
final class InMemoryCorpusLog implements CorpusLog {
    static final int PARTITION = 7;

    final List<Object> records = new ArrayList<>();
    int open;

    private final Map<IdempotencyKey, Receipt> receipts = new HashMap<>();

    @Override
    public Publication begin(Name corpus, Optional<IdempotencyKey> key) {
        open++;
        return new Publication() {
            private final List<Object> pending = new ArrayList<>();

            @Override
            public Optional<Receipt> earlier() {
                return key.map(receipts::get);
            }

            @Override
            public void append(byte[] chunk) {
                pending.add(chunk);
            }

            @Override
            public Receipt commit(Optional<CorpusSealed> seal, Function<Range, Receipt> receipt) {
                seal.ifPresent(pending::add);
                long first = records.size();
                records.addAll(pending);
                Receipt given = receipt.apply(new Range(PARTITION, first, records.size() - 1L));
                key.ifPresent(k -> receipts.put(k, given));
                return given;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public void delete(Name corpus) {
        throw new UnsupportedOperationException("No test deletes from this log.");
    }
}
