package io.escriba.gateway.download;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How many files leave. */
@ConfigMapping(prefix = "escriba.gateway")
interface DownloadConfig {
    /** Most model files that are downloaded at the same time, 1 to 100. Each has a thread while it leaves. */
    @Min(1)
    @Max(100)
    @WithDefault("8")
    int maxDownloads();
}
