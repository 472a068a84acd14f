package io.escriba.gateway.download;

import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Parameters;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Gives models as files. */
@Path("/api/models/{name}/onnx")
@Tag(name = "models")
public final class OnnxResource {
    private static final Logger LOG = Logger.getLogger(OnnxResource.class);
    private static final String DIGEST = "Repr-Digest";

    private final ModelCatalog catalog;
    private final Downloads downloads;

    OnnxResource(ModelCatalog catalog, Downloads downloads) {
        this.catalog = catalog;
        this.downloads = downloads;
    }

    /** The file of a version. */
    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Download a model",
            description =
                    "The ONNX file of a version, for any ONNX Runtime. It is compared with what was published before"
                            + " its first byte leaves. What it takes and gives stands in its metadata and in `states` and"
                            + " `vocabulary` of GET /api/models/{name}.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            headers = {
                @Header(
                        name = HttpHeaders.ETAG,
                        description = "Its SHA-256 in hexadecimal",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = DIGEST,
                        description = "Its SHA-256 as RFC 9530 has it",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = HttpHeaders.CONTENT_DISPOSITION,
                        description = "A name for it, NAME-VERSION.onnx",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "It is the one that If-None-Match names")
    @APIResponse(responseCode = "400", description = "The name is neither NAME nor NAME@VERSION")
    @APIResponse(responseCode = "404", description = "There is no such model or version")
    @APIResponse(responseCode = "410", description = "The version's file is gone, or is not the published one any more")
    @APIResponse(responseCode = "429", description = "Too many downloads at once; come back after Retry-After")
    @APIResponse(responseCode = "503", description = "The model store is away; come back after Retry-After")
    public Response file(
            @Parameter(
                            description = "NAME for its newest version, or NAME@VERSION",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = "^[a-z0-9][a-z0-9._-]{0,62}(@[1-9][0-9]*)?$"))
                    String name,
            @Context Request request,
            @Context RoutingContext exchange) {
        ModelVersion.Reference reference = Parameters.reference(name);
        PublishedModel version = catalog.find(reference)
                .orElseThrow(() -> ProblemException.notFound("name", catalog.explainAbsence(reference)));
        EntityTag tag = new EntityTag(version.sha256());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        Download download = downloads.open(version);
        // Whoever goes away, and whoever asks for the headers only, does not read it to its end.
        exchange.addEndHandler(ended -> close(download));
        return Response.ok(download)
                .tag(tag)
                .header(HttpHeaders.CONTENT_LENGTH, version.size())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + version.name() + "-" + version.version() + ".onnx\"")
                .header(DIGEST, "sha-256=:" + base64(version.sha256()) + ":")
                .build();
    }

    private static String base64(String hexadecimal) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal));
    }

    private static void close(InputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warnf("A file of the model store cannot be closed: %s", e.getMessage());
        }
    }
}
