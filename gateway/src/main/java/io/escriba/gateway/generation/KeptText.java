package io.escriba.gateway.generation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.store.Sha256;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.security.MessageDigest;

/** One text, by the name under which its snapshots are kept. */
final class KeptText {
    private final ByteString name;
    private final SnapshotKeepers keepers;

    /**
     * The text that a request asks for.
     *
     * @param file SHA-256 of the model that writes it: what another one remembers is of no use to it, whatever its version
     */
    KeptText(GenerateRequest request, String file, SnapshotKeepers keepers) {
        this.name = name(request, file);
        this.keepers = keepers;
    }

    /** Has a snapshot kept for whoever goes on with the text. */
    void keep(Snapshot snapshot) {
        keepers.keep(name, snapshot);
    }

    /**
     * The request for the text with the best snapshot that is kept; as it is where there is none, or where little is to be written again.
     *
     * @param trace of whoever waits for it
     */
    Uni<GenerateRequest> fromWhatIsKept(GenerateRequest request, Context trace) {
        if (request.getSkip() < Continuation.SNAPSHOT_INTERVAL) {
            return Uni.createFrom().item(request);
        }
        return keepers.find(name, request.getSkip(), trace)
                .map(found -> found.map(snapshot ->
                                request.toBuilder().setSnapshot(snapshot).build())
                        .orElse(request));
    }

    /** Of all that decides which characters come, and neither of how far somebody is with them nor of what he is told besides. */
    static ByteString name(GenerateRequest request, String file) {
        MessageDigest digest = Sha256.digest();
        digest.update(file.getBytes(US_ASCII));
        byte[] text = request.toBuilder()
                .clearSkip()
                .clearMaxCharacters()
                .clearWritten()
                .clearSnapshot()
                .clearSnapshotInterval()
                .clearLogProbabilities()
                .clearStream()
                .build()
                .toByteArray();
        return ByteString.copyFrom(digest.digest(text));
    }
}
