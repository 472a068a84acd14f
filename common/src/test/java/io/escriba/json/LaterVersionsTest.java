package io.escriba.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusSealed;
import io.escriba.model.PublishedModel;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of Kafka outlive the programs that wrote them, and while services are being replaced, old and new ones read the
 * same. What stands here was written by version 0.1 and must be read for ever.
 */
class LaterVersionsTest {
    private static final String DATASET =
            "{'topic':'escriba.corpus','partition':3,'startOffset':7,'endOffset':12," + "'corpus':'maca'}";
    private static final String METRICS =
            "{'trainingLoss':1.2,'validationLoss':1.5,'steps':20,'seconds':3.5," + "'parameters':4711}";
    private static final String HEAD = "'job':'maca-3-11','model':'maca','at':'2026-01-31T12:00:00Z'";
    private static final String SPEC = Json.text(TrainingSpec.base()).replace('"', '\'');

    static Stream<Arguments> records() {
        return Stream.of(
                arguments(
                        Corpus.class,
                        "{'name':'maca','characters':10,'bytes':12,'lines':1,'distinctCharacters':6,'partition':3,"
                                + "'firstOffset':7,'lastOffset':11,'sealed':true,'sha256':'ab',"
                                + "'updated':'2026-01-31T12:00:00Z','landmarks':[{'offset':8,'character':5}],"
                                + "'type':'io.escriba.corpus.statistics.v1'}"),
                arguments(
                        CorpusSealed.class,
                        "{'characters':10,'sha256':'ab','train':true,'model':'maca','spec':{'steps':5},"
                                + "'type':'io.escriba.corpus.sealed.v1'}"),
                arguments(
                        TrainingJob.class,
                        "{'id':'maca-3-11','model':'maca','dataset':" + DATASET + ",'spec':{'steps':5},"
                                + "'requested':'2026-01-31T12:00:00Z','type':'io.escriba.training.job.v1'}"),
                arguments(
                        TrainingCancellation.class,
                        "{'job':'maca-3-11','at':'2026-01-31T12:00:00Z','type':'io.escriba.training.cancellation.v1'}"),
                arguments(
                        TrainingEvent.class,
                        "{'type':'started'," + HEAD + ",'step':0,'version':12,'device':'cpu','spec':" + SPEC
                                + ",'parameters':4711,'trainingCharacters':9,'validationCharacters':1}"),
                arguments(
                        TrainingEvent.class,
                        "{'type':'step'," + HEAD + ",'step':10,'epoch':0.5,'progress':0.5,'trainingLoss':1.2,"
                                + "'validationLoss':1.5,'charactersPerSecond':100.0,'learningRate':0.01}"),
                arguments(
                        TrainingEvent.class, "{'type':'sample'," + HEAD + ",'step':10,'temperature':0.5,'text':'ma'}"),
                arguments(TrainingEvent.class, "{'type':'checkpoint'," + HEAD + ",'step':10}"),
                arguments(
                        TrainingEvent.class,
                        "{'type':'completed'," + HEAD + ",'version':12,'metrics':" + METRICS + "}"),
                arguments(TrainingEvent.class, "{'type':'failed'," + HEAD + ",'reason':'No.'}"),
                arguments(TrainingEvent.class, "{'type':'cancelled'," + HEAD + "}"),
                arguments(
                        PublishedModel.class,
                        "{'name':'maca','version':12,'artifact':'s3://models/maca/12/','sha256':'ab','size':100,"
                                + "'manifest':{'model':'maca','version':12,'job':'maca-3-11','dataset':" + DATASET
                                + ",'vocabulary':{'characters':'acm','marks':false,'lowercase':false},'spec':" + SPEC
                                + ",'states':[{'input':'h0','output':'h0_next','width':32,'inPlace':false}],'metrics':"
                                + METRICS + ",'created':'2026-01-31T12:00:00Z','device':'cpu','escriba':'0.1'},"
                                + "'type':'io.escriba.model.published.v1'}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void readAndWriteWhatThisOneWrote(Class<?> type, String written) {
        JsonNode json = json(written);

        assertThat(Json.parse(Json.text(Json.bind(json, type)))).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("records")
    void mayAddFieldsThatThisOneDoesNotKnow(Class<?> type, String written) {
        JsonNode json = json(written);

        assertThat(Json.bind(withMore(json), type)).isEqualTo(Json.bind(json, type));
    }

    private static JsonNode json(String written) {
        return Json.parse(written.replace('\'', '"'));
    }

    /** The same with another field in every object, but for the spec of a request, which is kept as it is. */
    private static JsonNode withMore(JsonNode json) {
        JsonNode more = json.deepCopy();
        add(more);
        return more;
    }

    private static void add(JsonNode json) {
        json.properties().stream()
                .filter(field ->
                        !field.getKey().equals("spec") || field.getValue().has("architecture"))
                .forEach(field -> add(field.getValue()));
        if (json.isArray()) {
            json.forEach(LaterVersionsTest::add);
        }
        if (json instanceof ObjectNode object) {
            object.putObject("later").put("field", 1);
        }
    }
}
