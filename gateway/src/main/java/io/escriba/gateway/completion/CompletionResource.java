package io.escriba.gateway.completion;

import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequestReader;
import io.escriba.gateway.generation.TextScorer;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.gateway.security.caller.Caller;
import io.escriba.gateway.security.limit.RunningStreams;
import io.escriba.gateway.sse.EventStream;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.gateway.sse.WhileConnected;
import io.escriba.json.Json;
import io.escriba.log.LogSubject;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Completes prompts for programs that speak OpenAI's API. */
@Path("/v1/completions")
@Tag(name = "OpenAI", description = "The part of OpenAI's API that fits models of characters")
public final class CompletionResource {
    private final TextRequestReader requests;
    private final ChoiceWriter choices;
    private final RunningStreams running;
    private final OpenAiErrors errors;

    CompletionResource(
            TextRequestReader requests,
            TextGenerator generator,
            TextScorer scorer,
            RunningStreams running,
            OpenAiErrors errors) {
        this.requests = requests;
        this.choices = new ChoiceWriter(generator, scorer);
        this.running = running;
        this.errors = errors;
    }

    /** Completes a prompt, at once or as a stream. */
    @POST
    @Blocking
    @Operation(
            summary = "Complete a prompt",
            description = "As OpenAI's completions API; its client libraries work unchanged. Where OpenAI counts"
                    + " tokens, characters are counted. Settings that are not listed are refused unless they have"
                    + " their default value.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "model",
                                            additionalProperties = Schema.False.class,
                                            properties = {
                                                @SchemaProperty(
                                                        name = "model",
                                                        type = SchemaType.STRING,
                                                        description = "NAME for its newest version, or NAME@VERSION"),
                                                @SchemaProperty(
                                                        name = "prompt",
                                                        anyOf = {String.class, String[].class},
                                                        maxLength = 2_000,
                                                        maxItems = 128,
                                                        defaultValue = "",
                                                        description = "What the text begins with, or a list of strings"
                                                                + " each of which gets its own choices"),
                                                @SchemaProperty(
                                                        name = "n",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "1",
                                                        maximum = "128",
                                                        defaultValue = "1",
                                                        description = "Choices for each prompt. The first has the seed"
                                                                + " of the request, the others those that follow it;"
                                                                + " all together may have 100,000 characters"),
                                                @SchemaProperty(
                                                        name = "max_tokens",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "0",
                                                        maximum = "100000",
                                                        defaultValue = "16",
                                                        description = "At most so many characters after the prompt"),
                                                @SchemaProperty(
                                                        name = "echo",
                                                        type = SchemaType.BOOLEAN,
                                                        defaultValue = "false",
                                                        description = "Each choice begins with its prompt"),
                                                @SchemaProperty(
                                                        name = "temperature",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0",
                                                        maximum = "10",
                                                        defaultValue = "1",
                                                        description = "0 takes the most likely character every time"),
                                                @SchemaProperty(
                                                        name = "top_k",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "0",
                                                        maximum = "2147483647",
                                                        defaultValue = "0",
                                                        description = "Candidates for each character; 0 for no limit."
                                                                + " Not in OpenAI's API"),
                                                @SchemaProperty(
                                                        name = "top_p",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0",
                                                        maximum = "1",
                                                        defaultValue = "1",
                                                        description = "Only the most likely characters that have this"
                                                                + " share of the probability together are candidates"),
                                                @SchemaProperty(
                                                        name = "repetition_penalty",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0.1",
                                                        maximum = "10",
                                                        defaultValue = "1",
                                                        description = "Above 1, characters that occur among the last 64"
                                                                + " become less likely. Not in OpenAI's API"),
                                                @SchemaProperty(
                                                        name = "stop",
                                                        anyOf = {String.class, String[].class},
                                                        maxItems = 4,
                                                        description = "A string of 1 to 64 characters, or a list of up"
                                                                + " to 4. The text ends before the first of them that"
                                                                + " the model writes"),
                                                @SchemaProperty(
                                                        name = "logprobs",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "0",
                                                        maximum = "5",
                                                        description = "Each character comes with its log-probability in"
                                                                + " nats, and with those of so many most likely ones."
                                                                + " Default: without any"),
                                                @SchemaProperty(
                                                        name = "ignore_eos",
                                                        type = SchemaType.BOOLEAN,
                                                        defaultValue = "false",
                                                        description = "The text goes on where the model would end it."
                                                                + " Not in OpenAI's API"),
                                                @SchemaProperty(
                                                        name = "seed",
                                                        type = SchemaType.INTEGER,
                                                        format = "int64",
                                                        minimum = "-9223372036854775808",
                                                        maximum = "9223372036854775807",
                                                        description = "Gives the same text again from the same"
                                                                + " system_fingerprint"),
                                                @SchemaProperty(
                                                        name = "best_of",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "1",
                                                        maximum = "128",
                                                        description = "The same as n, or left out"),
                                                @SchemaProperty(
                                                        name = "presence_penalty",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0",
                                                        maximum = "0",
                                                        defaultValue = "0",
                                                        description = "0; others are not supported"),
                                                @SchemaProperty(
                                                        name = "frequency_penalty",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0",
                                                        maximum = "0",
                                                        defaultValue = "0",
                                                        description = "0; others are not supported"),
                                                @SchemaProperty(name = "suffix", ref = "CompletionSuffix"),
                                                @SchemaProperty(
                                                        name = "logit_bias",
                                                        type = SchemaType.OBJECT,
                                                        maxProperties = 0,
                                                        description = "Empty; biases are not supported"),
                                                @SchemaProperty(
                                                        name = "user",
                                                        type = SchemaType.STRING,
                                                        description = "Accepted and not looked at"),
                                                @SchemaProperty(
                                                        name = "stream",
                                                        type = SchemaType.BOOLEAN,
                                                        defaultValue = "false",
                                                        description = "Chunks as server-sent events, then [DONE]"),
                                                @SchemaProperty(
                                                        name = "stream_options",
                                                        ref = "CompletionStreamOptions")
                                            })))
    @APIResponse(
            responseCode = "200",
            description = "The completion, or its chunks",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Completion")),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "CompletionEvents"))
            })
    @APIResponse(responseCode = "400", description = "Everything that is wrong with the request")
    @APIResponse(responseCode = "404", description = "There is no such model")
    @APIResponse(responseCode = "429", description = "Too many streams; come back after Retry-After")
    @APIResponse(responseCode = "502", description = "The inference service failed")
    @APIResponse(
            responseCode = "503",
            description = "The inference service is away or cannot load the model; come back after Retry-After")
    public Uni<Response> complete(
            @Context SecurityContext security, @Context RoutingContext connection, InputStream body)
            throws IOException {
        CompletionRequest request = CompletionRequest.read(JsonRequest.read(body), requests);
        CompletionFormat format = new CompletionFormat("cmpl-" + UUID.randomUUID(), Instant.now(), request);
        LogSubject subject = LogSubject.stream(format.id());
        subject.markRequest();
        ChoiceWriter writer = choices.about(subject);
        Multi<ChoicePart> parts = running.count(
                Caller.of(security),
                request.choices(),
                Math.min(ChoiceWriter.AT_ONCE, request.choices()),
                places -> writer.write(request, places));
        return request.stream()
                ? Uni.createFrom()
                        .item(Response.ok(events(format, parts, subject), MediaType.SERVER_SENT_EVENTS)
                                .build())
                : WhileConnected.of(
                        connection,
                        parts.collect()
                                .in(() -> new WholeCompletion(format), WholeCompletion::add)
                                .map(whole -> Response.ok(whole.json(), MediaType.APPLICATION_JSON)
                                        .build()));
    }

    private EventStream events(CompletionFormat format, Multi<ChoicePart> parts, LogSubject subject) {
        CompletionEvents told = new CompletionEvents(format);
        Multi<ServerSentEvent> events = parts.onItem().transformToIterable(told::of);
        return new EventStream(
                Multi.createBy()
                        .concatenating()
                        .streams(events, Multi.createFrom().item(CompletionEvents.DONE)),
                problem -> List.of(ServerSentEvent.data(Json.text(errors.body(problem))), CompletionEvents.DONE),
                subject);
    }
}
