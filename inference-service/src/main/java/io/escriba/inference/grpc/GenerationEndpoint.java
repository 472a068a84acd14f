package io.escriba.inference.grpc;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.ListModelsResponse;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.inference.catalog.Catalog;
import io.escriba.inference.catalog.CatalogEntry;
import io.escriba.name.Name;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;
import java.util.Optional;

/** The gRPC service. Nothing in it waits: texts are written by the threads of their models. */
@GrpcService
final class GenerationEndpoint extends GenerationGrpc.GenerationImplBase {
    private final Catalog catalog;
    private final OrderReading orders;

    GenerationEndpoint(Catalog catalog, GrpcConfig config) {
        this.catalog = catalog;
        this.orders = new OrderReading(config.maxCharacters());
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
        ServerCallStreamObserver<GenerateResponse> call = (ServerCallStreamObserver<GenerateResponse>) responses;
        try {
            CatalogEntry model = catalog.find(name(request), version(request));
            CallReader reader = CallReader.of(call, model.version(), OrderReading.promptCharacters(request));
            model.write(orders.read(request, model.vocabulary()), reader).whenComplete((ticket, failure) -> {
                if (failure == null) {
                    reader.queued(ticket);
                } else {
                    call.onError(Statuses.of(failure));
                }
            });
        } catch (RuntimeException e) {
            call.onError(Statuses.of(e));
        }
    }

    private static Name name(GenerateRequest request) {
        try {
            return new Name(request.getModel());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of("model: " + e.getMessage()));
        }
    }

    private static Optional<Long> version(GenerateRequest request) {
        return request.hasVersion() ? Optional.of(request.getVersion()) : Optional.empty();
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> response) {
        ListModelsResponse.Builder models = ListModelsResponse.newBuilder();
        catalog.serving()
                .forEach(version -> models.addModels(
                        ServedModel.newBuilder().setName(version.name().value()).setVersion(version.version())));
        response.onNext(models.build());
        response.onCompleted();
    }
}
