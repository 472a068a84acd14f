package io.escriba.gateway.download;

import io.escriba.store.ModelStores;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts this package together. */
@Singleton
final class DownloadBeans {
    @Produces
    @Singleton
    Downloads downloads(StoreConfig store, S3Config s3, DownloadConfig config) {
        return new Downloads(ModelStores.networks(store.uri(), s3.settings()), config.maxDownloads());
    }
}
