package io.escriba.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A file of float32 tensors by name in the format <a href="https://github.com/huggingface/safetensors">safetensors</a>, so
 * that other programs can read it too: the length of the header, a JSON header, and the numbers, little-endian. The header's
 * metadata holds a CRC-32C of the numbers. Not thread-safe; to be closed by whoever opened it.
 */
public final class TensorFile implements AutoCloseable {
    private static final String METADATA = "__metadata__";
    private static final String CRC = "crc32c";
    private static final String FLOAT32 = "F32";
    private static final int BUFFER_BYTES = 1 << 20;
    /** The format's own limit. */
    private static final long LONGEST_HEADER = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, String> metadata;
    private final Map<String, Place> places;

    /** Where a tensor is, in bytes from the beginning of the numbers. */
    private record Place(
            String dtype,
            long[] shape,
            @JsonProperty("data_offsets") long[] offsets) {}

    private TensorFile(
            Path file, FileChannel channel, long dataStart, Map<String, String> metadata, Map<String, Place> places) {
        this.file = file;
        this.channel = channel;
        this.dataStart = dataStart;
        this.metadata = Map.copyOf(metadata);
        this.places = new LinkedHashMap<>(places);
    }

    /**
     * Writes a file and makes it survive a power failure.
     *
     * @param metadata any texts by name
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, Map<String, String> metadata, List<NamedTensor> tensors) throws IOException {
        ByteBuffer header = header(metadata, tensors, 0);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.position(header.remaining());
            CRC32C crc = new CRC32C();
            for (NamedTensor tensor : tensors) {
                write(tensor, channel, crc);
            }
            channel.position(0);
            // As long as the first one: the checksum always has eight digits.
            writeFully(header(metadata, tensors, crc.getValue()), channel);
            channel.force(true);
        }
    }

    private static ByteBuffer header(Map<String, String> metadata, List<NamedTensor> tensors, long crc) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        texts.put(CRC, "%08x".formatted(crc));
        long offset = 0;
        for (NamedTensor tensor : tensors) {
            long end = offset + tensor.count() * Float.BYTES;
            header.set(tensor.name(), Json.tree(new Place(FLOAT32, tensor.shape(), new long[] {offset, end})));
            offset = end;
        }
        // Blanks at its end let the numbers begin at a multiple of eight, for those who map the file into memory.
        String json = Json.text(header);
        byte[] padded = (json + " ".repeat(-json.getBytes(UTF_8).length & 7)).getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .flip();
    }

    private static void write(NamedTensor tensor, FileChannel channel, CRC32C crc) throws IOException {
        float[] values = tensor.values().get();
        if (values.length != tensor.count()) {
            throw new IllegalArgumentException("Tensor '" + tensor.name() + "' has " + values.length
                    + " numbers, but its shape says " + tensor.count() + ".");
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int perBuffer = BUFFER_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += perBuffer) {
            int count = Math.min(perBuffer, values.length - from);
            buffer.clear().limit(count * Float.BYTES);
            buffer.asFloatBuffer().put(values, from, count);
            crc.update(buffer.duplicate());
            writeFully(buffer, channel);
        }
    }

    private static void writeFully(ByteBuffer bytes, FileChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Opens a file that {@link #write} has written, and reads it once to see that it is whole.
     *
     * @throws DamagedCheckpointException when it is not
     * @throws IOException when it cannot be read
     */
    public static TensorFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            TensorFile opened = opened(file, channel);
            opened.check();
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static TensorFile opened(Path file, FileChannel channel) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, length, 0);
        long headerLength = length.flip().getLong();
        if (headerLength < 0 || headerLength > Math.min(LONGEST_HEADER, channel.size() - Long.BYTES)) {
            throw new DamagedCheckpointException(file, "its header cannot be " + headerLength + " bytes long.");
        }
        byte[] json = new byte[(int) headerLength];
        readFully(file, channel, ByteBuffer.wrap(json), Long.BYTES);
        try {
            JsonNode header = Json.read(json, JsonNode.class);
            Map<String, String> metadata = new LinkedHashMap<>();
            header.path(METADATA)
                    .properties()
                    .forEach(text -> metadata.put(text.getKey(), text.getValue().asText()));
            Map<String, Place> places = new LinkedHashMap<>();
            header.properties().stream()
                    .filter(entry -> !entry.getKey().equals(METADATA))
                    .forEach(entry -> places.put(entry.getKey(), Json.bind(entry.getValue(), Place.class)));
            return new TensorFile(file, channel, Long.BYTES + headerLength, metadata, places);
        } catch (MalformedJsonException e) {
            throw new DamagedCheckpointException(file, "its header is no JSON object of tensors.");
        }
    }

    private void check() throws IOException {
        long end = 0;
        for (Place place : places.values()) {
            long[] offsets = place.offsets();
            if (!FLOAT32.equals(place.dtype()) || offsets.length != 2 || offsets[0] != end || offsets[1] < end) {
                throw new DamagedCheckpointException(file, "its header does not describe float32 tensors in a row.");
            }
            end = offsets[1];
        }
        if (channel.size() != dataStart + end) {
            throw new DamagedCheckpointException(
                    file, "it has " + channel.size() + " bytes, but its header says " + (dataStart + end) + ".");
        }
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long at = dataStart; at < channel.size(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, channel.size() - at));
            readFully(file, channel, buffer, at);
            crc.update(buffer.flip());
        }
        if (!"%08x".formatted(crc.getValue()).equals(metadata.get(CRC))) {
            throw new DamagedCheckpointException(file, "its numbers do not have the checksum of its header.");
        }
    }

    /** A text that was written with the tensors. */
    public Optional<String> metadata(String name) {
        return Optional.ofNullable(metadata.get(name));
    }

    /** The names of all tensors, in the order in which they were written. */
    public Set<String> names() {
        return places.keySet();
    }

    /**
     * The names of the tensors that begin so, without that beginning.
     *
     * @param prefix such as {@code weights/}
     */
    public List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        for (String name : places.keySet()) {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }

    /** The sizes of a tensor's axes. */
    public long[] shape(String name) {
        return place(name).shape().clone();
    }

    /**
     * The numbers of a tensor.
     *
     * @throws IOException when they cannot be read
     */
    public float[] read(String name) throws IOException {
        Place place = place(name);
        float[] values = new float[Math.toIntExact((place.offsets()[1] - place.offsets()[0]) / Float.BYTES)];
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int perBuffer = BUFFER_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += perBuffer) {
            int count = Math.min(perBuffer, values.length - from);
            buffer.clear().limit(count * Float.BYTES);
            readFully(file, channel, buffer, dataStart + place.offsets()[0] + (long) from * Float.BYTES);
            buffer.flip().asFloatBuffer().get(values, from, count);
        }
        return values;
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("There is no tensor '" + name + "' in '" + file + "'.");
        }
        return place;
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer into, long from) throws IOException {
        for (long at = from; into.hasRemaining(); ) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new DamagedCheckpointException(file, "it ends too early.");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
