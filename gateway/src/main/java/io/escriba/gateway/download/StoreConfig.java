package io.escriba.gateway.download;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;

/** Where trained models are. */
@ConfigMapping(prefix = "escriba.store")
interface StoreConfig {
    /** The model store that the trainers write, as a {@code file:} or {@code s3:} URI. */
    @WithParentName
    @WithDefault("file://${user.home}/.escriba/models")
    URI uri();
}
