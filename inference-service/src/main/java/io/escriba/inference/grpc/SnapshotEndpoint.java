package io.escriba.inference.grpc;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.FindRequest;
import io.escriba.grpc.v1.FindResponse;
import io.escriba.grpc.v1.KeepRequest;
import io.escriba.grpc.v1.KeepResponse;
import io.escriba.grpc.v1.SnapshotsGrpc;
import io.escriba.inference.snapshot.KeptSnapshots;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.ArrayList;
import java.util.List;

/** The gRPC service that keeps snapshots. What they say is not looked at: their model does that when it goes on from one. */
@GrpcService
final class SnapshotEndpoint extends SnapshotsGrpc.SnapshotsImplBase {
    private static final int SHORTEST_NAME = 16;
    private static final int LONGEST_NAME = 64;

    private final KeptSnapshots snapshots;

    SnapshotEndpoint(KeptSnapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public void keep(KeepRequest request, StreamObserver<KeepResponse> response) {
        List<String> problems = problems(request.getText());
        if (request.getSnapshot().getIndex() < 1) {
            problems.add("snapshot.index is " + request.getSnapshot().getIndex()
                    + "; give a snapshot as it came from Generate.");
        }
        if (refused(problems, response)) {
            return;
        }
        snapshots.keep(request.getText(), request.getSnapshot());
        response.onNext(KeepResponse.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public void find(FindRequest request, StreamObserver<FindResponse> response) {
        List<String> problems = problems(request.getText());
        if (request.getIndex() < 0) {
            problems.add("index is " + request.getIndex() + "; use 0 or more.");
        }
        if (refused(problems, response)) {
            return;
        }
        FindResponse.Builder found = FindResponse.newBuilder();
        snapshots.find(request.getText(), request.getIndex()).ifPresent(found::setSnapshot);
        response.onNext(found.build());
        response.onCompleted();
    }

    private static List<String> problems(ByteString text) {
        List<String> problems = new ArrayList<>();
        if (text.size() < SHORTEST_NAME || text.size() > LONGEST_NAME) {
            problems.add("text has " + text.size() + " bytes; use " + SHORTEST_NAME + " to " + LONGEST_NAME + ".");
        }
        return problems;
    }

    private static boolean refused(List<String> problems, StreamObserver<?> response) {
        if (!problems.isEmpty()) {
            response.onError(Statuses.of(new InvalidRequestException(problems)));
        }
        return !problems.isEmpty();
    }
}
