package io.escriba.manifests.kubernetes;

import io.escriba.manifests.ServiceModule;
import io.escriba.manifests.docker.Image;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A deployment of one of the services.
 *
 * @param objects among which it is
 */
record Workload(Rendered objects, Deployment deployment) {
    private static final Pattern IMAGE = Pattern.compile("(?:[a-z.]+/)?escriba/([a-z-]+):\\S+");

    /** All of all overlays. */
    static Stream<Workload> all() {
        return Stream.of(Overlay.values()).flatMap(Workload::of);
    }

    /** All among these objects. */
    static Stream<Workload> of(Rendered objects) {
        return objects.all(Deployment.class).stream().map(deployment -> new Workload(objects, deployment));
    }

    /** Its name. */
    String name() {
        return deployment.getMetadata().getName();
    }

    /** The service that it runs. */
    ServiceModule service() {
        Matcher image = IMAGE.matcher(container().getImage());
        if (!image.matches()) {
            throw new IllegalArgumentException("'" + container().getImage() + "' is no image of Escriba with a tag.");
        }
        return ServiceModule.named(image.group(1));
    }

    /** What its image has. */
    Image image() {
        return Image.of(service());
    }

    /** Its pods. */
    PodSpec pod() {
        return deployment.getSpec().getTemplate().getSpec();
    }

    /** The only container of a pod. */
    Container container() {
        if (pod().getContainers().size() != 1) {
            throw new IllegalArgumentException(name() + " has not one container.");
        }
        return pod().getContainers().get(0);
    }

    /** What labels its pods. */
    Map<String, String> labels() {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }

    /** Its ports by their names. */
    Map<String, Integer> ports() {
        return container().getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    /** The value of a variable that stands in it. */
    Optional<String> variable(String name) {
        return container().getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst();
    }

    @Override
    public String toString() {
        return objects + " " + name();
    }
}
