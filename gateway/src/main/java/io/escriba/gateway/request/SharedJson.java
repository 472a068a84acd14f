package io.escriba.gateway.request;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.escriba.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the JSON mapping of events that of HTTP, so that both write a value alike. */
@Singleton
final class SharedJson {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.mapper();
    }
}
