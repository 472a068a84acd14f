package io.escriba.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.json.Json;
import org.junit.jupiter.api.Test;

class StateTensorTest {
    @Test
    void isReadAsItIsWritten() {
        StateTensor cache = new StateTensor("k0", "k0_next", 1_024, true);

        assertThat(Json.bind(Json.tree(cache), StateTensor.class)).isEqualTo(cache);
    }
}
