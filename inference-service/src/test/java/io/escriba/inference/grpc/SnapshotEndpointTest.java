package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.FindRequest;
import io.escriba.grpc.v1.FindResponse;
import io.escriba.grpc.v1.KeepRequest;
import io.escriba.grpc.v1.KeepResponse;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.inference.snapshot.KeptSnapshots;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SnapshotEndpointTest {
    private static final ByteString TEXT = ByteString.copyFrom(new byte[32]);

    private final SnapshotEndpoint endpoint = new SnapshotEndpoint(new KeptSnapshots(1 << 20));

    @Test
    void findsWhatWasKept() {
        Snapshot snapshot = Snapshot.newBuilder().setIndex(7).addIds(1).build();

        keep(KeepRequest.newBuilder().setText(TEXT).setSnapshot(snapshot).build());

        assertThat(find(FindRequest.newBuilder().setText(TEXT).setIndex(7).build()))
                .isEqualTo(FindResponse.newBuilder().setSnapshot(snapshot).build());
        assertThat(find(FindRequest.newBuilder().setText(TEXT).setIndex(6).build()))
                .isEqualTo(FindResponse.getDefaultInstance());
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThatThrownBy(() -> keep(KeepRequest.getDefaultInstance()))
                .hasMessageContaining(
                        "INVALID_ARGUMENT: text has 0 bytes; use 16 to 64. snapshot.index is 0; give a snapshot");
        assertThatThrownBy(() -> find(FindRequest.newBuilder()
                        .setText(ByteString.copyFrom(new byte[65]))
                        .setIndex(-1)
                        .build()))
                .hasMessageContaining("INVALID_ARGUMENT: text has 65 bytes; use 16 to 64. index is -1; use 0 or more.");
    }

    private KeepResponse keep(KeepRequest request) {
        Answer<KeepResponse> answer = new Answer<>();
        endpoint.keep(request, answer);
        return answer.get();
    }

    private FindResponse find(FindRequest request) {
        Answer<FindResponse> answer = new Answer<>();
        endpoint.find(request, answer);
        return answer.get();
    }

    /** What comes once. */
    private static final class Answer<T> implements StreamObserver<T> {
        private final CompletableFuture<T> only = new CompletableFuture<>();
        private boolean over;

        T get() {
            assertThat(over).isTrue();
            try {
                return only.join();
            } catch (CompletionException e) {
                throw (StatusRuntimeException) e.getCause();
            }
        }

        @Override
        public void onNext(T value) {
            assertThat(only.complete(value)).isTrue();
        }

        @Override
        public void onError(Throwable failure) {
            over = only.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            over = true;
        }
    }
}
