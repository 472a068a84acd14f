package io.escriba.inference.grpc;

import io.escriba.inference.batch.Ticket;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What a caller does while its text is queued and after. The caller may go away before the text has a ticket. */
final class CallTicket {
    private final CompletableFuture<Ticket> ticket = new CompletableFuture<>();

    private CallTicket() {}

    /** Listens to the caller. To be called before the call's method returns: gRPC takes no listeners later. */
    static CallTicket of(ServerCallStreamObserver<?> call) {
        CallTicket later = new CallTicket();
        call.setOnReadyHandler(() -> later.tell(Ticket::resume));
        // Called also when the call's deadline has passed.
        call.setOnCancelHandler(() -> later.tell(Ticket::cancel));
        return later;
    }

    /** Says something to the text now, or as soon as it has been queued. */
    private void tell(Consumer<Ticket> words) {
        CompletionStage<Ticket> known = ticket;
        known.thenAccept(words);
    }

    /** The text is queued. */
    void complete(Ticket queued) {
        ticket.complete(queued);
    }
}
