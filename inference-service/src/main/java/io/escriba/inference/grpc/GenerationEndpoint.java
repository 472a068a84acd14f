package io.escriba.inference.grpc;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.ListModelsResponse;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.inference.catalog.Catalog;
import io.escriba.inference.catalog.CatalogEntry;
import io.escriba.log.LogSubject;
import io.escriba.name.Name;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;
import java.util.Optional;

/** The gRPC service. Nothing in it waits: texts are written and scored by the threads of their models. */
@GrpcService
final class GenerationEndpoint extends GenerationGrpc.GenerationImplBase {
    private final Catalog catalog;
    private final OrderReading orders;
    private final ScoreReading scores;

    GenerationEndpoint(Catalog catalog, GrpcConfig config) {
        this.catalog = catalog;
        this.orders = new OrderReading(config.maxCharacters(), config.maxPromptCharacters());
        this.scores = new ScoreReading(config.maxScoredCharacters(), config.maxPromptCharacters());
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
        ServerCallStreamObserver<GenerateResponse> call = (ServerCallStreamObserver<GenerateResponse>) responses;
        CallTicket ticket = CallTicket.of(call);
        LogSubject subject = OrderReading.subject(request);
        try {
            Optional<Long> version = request.hasVersion() ? Optional.of(request.getVersion()) : Optional.empty();
            CatalogEntry model = catalog.find(name(request.getModel()), version);
            Order order = orders.read(request, model.vocabulary());
            call.setOnReadyThreshold(CallReader.ahead(order));
            CallReader reader = new CallReader(call, model.version(), OrderReading.promptCharacters(request), subject);
            ticket.complete(model.write(order, reader));
        } catch (RuntimeException e) {
            call.onError(subject.call(() -> Statuses.of(e)));
        }
    }

    @Override
    public void score(ScoreRequest request, StreamObserver<ScoreResponse> responses) {
        ServerCallStreamObserver<ScoreResponse> call = (ServerCallStreamObserver<ScoreResponse>) responses;
        CallTicket ticket = CallTicket.of(call);
        try {
            Optional<Long> version = request.hasVersion() ? Optional.of(request.getVersion()) : Optional.empty();
            CatalogEntry model = catalog.find(name(request.getModel()), version);
            ScoreOrder order = scores.read(request, model.vocabulary());
            ticket.complete(model.score(order, new CallScorer(call, model.version())));
        } catch (RuntimeException e) {
            call.onError(Statuses.of(e));
        }
    }

    private static Name name(String name) {
        try {
            return new Name(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of("model: " + e.getMessage()));
        }
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> response) {
        response.onNext(ModelList.of(catalog.versions()));
        response.onCompleted();
    }
}
