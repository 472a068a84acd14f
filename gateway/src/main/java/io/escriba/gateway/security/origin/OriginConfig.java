package io.escriba.gateway.security.origin;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** By which names requests may come where nobody is asked for a key. With keys, by any. */
@ConfigMapping(prefix = "escriba.gateway")
interface OriginConfig {
    /**
     * Names and addresses beside those of this machine itself, without ports, separated by commas: those of a proxy that stands
     * before this gateway and says who may come in.
     */
    Optional<List<String>> hosts();
}
