package io.escriba.gateway.generation;

import io.escriba.grpc.v1.ListModelsResponse;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The versions that no inference service can load, as they said last. Who asks for a model by its name gets the newest of the
 * others: one that is damaged must not end what the one before it serves. Thread-safe.
 */
final class UnloadableVersions {
    private static final Logger LOG = Logger.getLogger(UnloadableVersions.class);

    private volatile Set<ModelVersion> versions = Set.of();

    /** Whether nobody can load this version. */
    boolean has(ModelVersion version) {
        return versions.contains(version);
    }

    /**
     * Takes note of what all services that can be reached say of their models. While none can be reached, nothing changes.
     *
     * @param lists one for each service
     */
    void heard(List<ListModelsResponse> lists) {
        if (lists.isEmpty()) {
            return;
        }
        Map<ModelVersion, String> problems = problems(lists.get(0));
        lists.forEach(list -> problems.keySet().retainAll(problems(list).keySet()));
        Set<ModelVersion> before = versions;
        versions = Set.copyOf(problems.keySet());
        problems.forEach((version, problem) -> {
            if (!before.contains(version)) {
                LOG.warnf(
                        "No inference service can load %s. Who asks for '%s' gets the version before it, if there is one. (%s)",
                        version, version.name(), problem);
            }
        });
    }

    private static Map<ModelVersion, String> problems(ListModelsResponse list) {
        return list.getModelsList().stream()
                .filter(model -> model.getState() == ServedModel.State.STATE_FAILED)
                .collect(Collectors.toMap(
                        model -> new ModelVersion(new Name(model.getName()), model.getVersion()),
                        ServedModel::getProblem,
                        (first, again) -> first,
                        HashMap::new));
    }
}
