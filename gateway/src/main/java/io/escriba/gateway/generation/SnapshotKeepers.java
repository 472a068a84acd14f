package io.escriba.gateway.generation;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.FindRequest;
import io.escriba.grpc.v1.FindResponse;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.KeepRequest;
import io.escriba.grpc.v1.KeepResponse;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.SnapshotsGrpc;
import io.escriba.grpc.v1.SnapshotsGrpc.SnapshotsStub;
import io.escriba.model.ModelVersion;
import io.grpc.Channel;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Lets inference services keep snapshots of texts, those of each text the one that rendezvous hashing names (Thaler and Ravishankar,
 * 1998). So every gateway knows whom to ask, and a service that comes or goes changes that for its own share only. Nothing but time is
 * lost with a snapshot, so a failure is told in the log of details and nowhere else.
 */
final class SnapshotKeepers {
    /** Whoever kept it before one service came, or when another was away, is among so many. */
    private static final int ASKED = 2;

    /** A reader waits for it. It takes milliseconds, but a second for the first readers of a gateway that has just started. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(SnapshotKeepers.class);

    private final InferenceServers servers;
    private final Function<ModelVersion, String> files;
    private final Consumer<Boolean> sought;

    /**
     * Lets these services keep them.
     *
     * @param files the SHA-256 of a version's file, as it was published
     * @param sought is told whether a snapshot was found each time that one was sought
     */
    SnapshotKeepers(InferenceServers servers, Function<ModelVersion, String> files, Consumer<Boolean> sought) {
        this.servers = servers;
        this.files = files;
        this.sought = sought;
    }

    /** The text that this version writes for a request. */
    KeptText text(ModelVersion model, GenerateRequest request) {
        return new KeptText(request, files.apply(model), this);
    }

    /** Has a snapshot kept, for which nobody waits. */
    void keep(ByteString text, Snapshot snapshot) {
        KeepRequest request =
                KeepRequest.newBuilder().setText(text).setSnapshot(snapshot).build();
        ranked(text, 1)
                .onItem()
                .transformToMultiAndMerge(channel -> CallStream.<KeepRequest, KeepResponse>of(
                        observer -> stub(channel).keep(request, observer)))
                .subscribe()
                .with(kept -> {}, failure -> LOG.debugf("A snapshot is not kept: %s", failure.getMessage()));
    }

    /**
     * The last snapshot that does not go beyond an index, of the first service that has one. Does not fail.
     *
     * @param trace of whoever waits for it
     */
    Uni<Optional<Snapshot>> find(ByteString text, long index, Context trace) {
        FindRequest request =
                FindRequest.newBuilder().setText(text).setIndex(index).build();
        return ranked(text, ASKED)
                .onItem()
                .transformToUniAndConcatenate(channel -> find(request, TracedCalls.of(trace, stub(channel))))
                .select()
                .where(found -> found.hasSnapshot() && found.getSnapshot().getIndex() <= index)
                .toUni()
                .map(found -> Optional.ofNullable(found).map(FindResponse::getSnapshot))
                .onFailure()
                .recoverWithItem(failure -> none(failure, Optional.empty()))
                .invoke(found -> sought.accept(found.isPresent()));
    }

    private static Uni<FindResponse> find(FindRequest request, SnapshotsStub stub) {
        return CallStream.<FindRequest, FindResponse>of(observer -> stub.find(request, observer))
                .toUni()
                .onFailure()
                .recoverWithItem(failure -> none(failure, FindResponse.getDefaultInstance()));
    }

    private static <T> T none(Throwable failure, T nothing) {
        LOG.debugf("A snapshot is not found: %s", failure.getMessage());
        return nothing;
    }

    private Multi<Channel> ranked(ByteString text, int most) {
        return servers.ranked(text, most)
                .onItem()
                .transformToMulti(channels -> Multi.createFrom().iterable(channels));
    }

    private static SnapshotsStub stub(Channel channel) {
        return SnapshotsGrpc.newStub(channel).withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
