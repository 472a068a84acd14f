package io.escriba.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.util.Map;

/** Reads configuration as Quarkus does, without starting it. */
public final class Configurations {
    private Configurations() {}

    /**
     * The mapping of these keys.
     *
     * @throws io.smallrye.config.ConfigValidationException when a value is out of range
     */
    public static <T> T of(Class<T> mapping, Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .withMapping(mapping)
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withValidator(new BeanValidationConfigValidatorImpl())
                .build()
                .getConfigMapping(mapping);
    }
}
