package io.escriba.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelStoreTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("nomes"), 3);
    private static final S3Settings UNUSED =
            new S3Settings(Optional.empty(), Optional.empty(), false, 5 << 20, 1, Duration.ofSeconds(1));

    @TempDir
    private Path directory;

    private Path file;
    private ModelStore store;
    private ModelReader reader;
    private NetworkFiles networks;

    @BeforeEach
    void create() throws IOException {
        file = Files.writeString(directory.resolve("local"), "weights");
        store = ModelStores.open(directory.resolve("store").toUri(), UNUSED);
        reader = ModelStores.reader(directory.resolve("store").toUri(), UNUSED);
        networks = ModelStores.networks(directory.resolve("store").toUri(), UNUSED);
    }

    @Test
    void whatWasPutIsRead() throws IOException {
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));

        assertThat(reader.read(published(artifact))).isEqualTo("weights".getBytes(UTF_8));
        assertThat(directory.resolve("store/nomes/3")).isDirectoryContaining("glob:**/model.onnx");
    }

    @Test
    void puttingAgainReplacesAndLeavesNothingBehind() throws IOException {
        store.put(VERSION, Map.of(ModelStore.ONNX, file));
        Files.writeString(file, "better weights");

        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));

        assertThat(reader.read(published(artifact))).isEqualTo("better weights".getBytes(UTF_8));
        try (var files = Files.list(directory.resolve("store/nomes/3"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileInADirectoryOfAVersionIsFetchedAndDeleted() throws IOException {
        Path copy = directory.resolve("copy");
        store.put(VERSION, Map.of(ModelStore.TRAINING, file));

        assertThat(store.fetch(VERSION, ModelStore.TRAINING, copy)).isTrue();
        assertThat(copy).hasContent("weights");
        store.delete(VERSION, ModelStore.TRAINING);
        assertThat(store.fetch(VERSION, ModelStore.TRAINING, copy)).isFalse();
        assertThat(directory.resolve("store")).isEmptyDirectory();
        store.delete(VERSION, ModelStore.TRAINING);
    }

    @Test
    void deletingOneFileLeavesTheOthers() throws IOException {
        store.put(VERSION, Map.of(ModelStore.TRAINING, file, ModelStore.ONNX, file));

        store.delete(VERSION, ModelStore.TRAINING);

        assertThat(directory.resolve("store/nomes/3")).isDirectoryContaining("glob:**/model.onnx");
    }

    @Test
    void fetchingToWhereNothingCanBeWrittenIsNoAbsence() throws IOException {
        store.put(VERSION, Map.of(ModelStore.ONNX, file));

        assertThatThrownBy(() -> store.fetch(VERSION, ModelStore.ONNX, directory.resolve("absent/copy")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatAKilledWriterLeftGoesWithTheNextWriting() throws IOException {
        store.put(VERSION, Map.of(ModelStore.ONNX, file));
        Files.writeString(directory.resolve("store/nomes/3/model.onnx.123.partial"), "half a mo");

        store.put(VERSION, Map.of(ModelStore.ONNX, file));

        try (var files = Files.list(directory.resolve("store/nomes/3"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aDamagedFileIsNotGivenOut() throws IOException {
        PublishedModel version = published(store.put(VERSION, Map.of(ModelStore.ONNX, file)));
        Path stored = directory.resolve("store/nomes/3/model.onnx");

        Files.writeString(stored, "wei");
        assertThatThrownBy(() -> reader.read(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining("has 3 bytes but 7 were announced");

        Files.writeString(stored, "weighty");
        assertThatThrownBy(() -> reader.read(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining(version.sha256());
    }

    @Test
    void aMissingFileIsSomethingElseThanADamagedOne() throws IOException {
        PublishedModel version = published(store.put(VERSION, Map.of()));

        assertThatThrownBy(() -> reader.read(version)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aNetworkIsHandedOnFromItsFirstByteToItsLast() throws IOException {
        Files.write(file, new byte[200_000]);
        PublishedModel version = published(store.put(VERSION, Map.of(ModelStore.ONNX, file)));

        try (InputStream network = networks.open(version)) {
            assertThat(network).hasSameContentAs(Files.newInputStream(file));
        }
    }

    @Test
    void aNetworkThatWasComparedStaysTheSameWhileItIsRead() throws IOException {
        PublishedModel version = published(store.put(VERSION, Map.of(ModelStore.ONNX, file)));
        try (InputStream network = networks.open(version)) {
            Files.writeString(file, "WEIGHTS");
            store.put(VERSION, Map.of(ModelStore.ONNX, file));

            assertThat(network).hasContent("weights");
        }
    }

    @Test
    void aNetworkOfAnotherSizeOrHashIsNotHandedOn() throws IOException {
        PublishedModel version = published(store.put(VERSION, Map.of(ModelStore.ONNX, file)));
        Path stored = directory.resolve("store/nomes/3/model.onnx");

        Files.writeString(stored, "weight");
        assertThatThrownBy(() -> networks.open(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining("has 6 bytes but 7 were announced");

        Files.writeString(stored, "weighty");
        assertThatThrownBy(() -> networks.open(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining(version.sha256());
    }

    @Test
    void aNetworkThatIsGoneIsSomethingElseThanAStoreThatIsAway() throws IOException {
        PublishedModel version = published(store.put(VERSION, Map.of(ModelStore.ONNX, file)));

        store.delete(VERSION, ModelStore.ONNX);
        assertThatThrownBy(() -> networks.open(version)).isInstanceOf(NoSuchFileException.class);

        Files.delete(directory.resolve("store"));
        assertThatThrownBy(() -> networks.open(version))
                .isNotInstanceOf(NoSuchFileException.class)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("There is no directory");
    }

    @Test
    void aNetworkInAnotherKindOfStoreIsNotLookedFor() throws IOException {
        Files.createDirectories(directory.resolve("store"));

        assertThatThrownBy(() -> networks.open(published(URI.create("s3://models/nomes/3"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'s3://models/nomes/3' is in no store of files");
    }

    @Test
    void theDirectoryIsLookedForByReadersAndMadeByWriters() throws IOException {
        assertThatThrownBy(reader::checkReadable)
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("There is no directory '" + directory.resolve("store") + "'. Mount it")
                .hasMessageContaining("correct escriba.store");

        store.checkWritable();
        reader.checkReadable();
        assertThat(directory.resolve("store")).isEmptyDirectory();

        Files.delete(directory.resolve("store"));
        Files.writeString(directory.resolve("store"), "a file where the directory should be");
        assertThatThrownBy(store::checkWritable)
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("correct escriba.store");
    }

    @Test
    void anUnknownKindOfStoreIsRefused() {
        URI unknown = URI.create("ftp://models");

        assertThatThrownBy(() -> ModelStores.open(unknown, UNUSED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escriba.store is 'ftp://models'");
        assertThatThrownBy(() -> ModelStores.reader(unknown, UNUSED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelStores.networks(unknown, UNUSED)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theHashIsThatOfThePublishedExample() {
        // FIPS 180-4's example for the message "abc".
        assertThat(Sha256.of("abc".getBytes(UTF_8)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    private PublishedModel published(URI artifact) throws IOException {
        return Publications.of(VERSION, artifact, file);
    }
}
