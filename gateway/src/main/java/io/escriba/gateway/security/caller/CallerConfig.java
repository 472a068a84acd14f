package io.escriba.gateway.security.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who may call. Without any key, whoever is on this machine. */
@ConfigMapping(prefix = "escriba.api-keys")
interface CallerConfig {
    /**
     * Keys, separated by commas, each as {@code NAME:KEY} or {@code NAME:sha256:HASH} with the key's SHA-256 in
     * hexadecimal. Several may have the same name.
     */
    @WithParentName
    Optional<List<String>> keys();

    /** File with further keys, one a line. It is read again when it changes. */
    Optional<Path> file();
}
