package io.escriba.trainer.text;

import io.escriba.corpus.Utf8;
import io.escriba.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes an encoded text to a file that appears when it is complete. Memory is some megabytes,
 * whatever the length. Not
 * thread-safe.
 */
final class EncodedTextWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    /** The symbol of each of Unicode's code points, 0 for none yet and otherwise 1 more. */
    private final int[] symbols = new int[Character.MAX_CODE_POINT + 1];

    private final List<Integer> codePoints = new ArrayList<>();
    private final NfcStream characters = new NfcStream(this::add);
    private int width = 1;

    /**
     * Begins a file.
     *
     * @param file must not exist
     * @throws IOException when nothing can be written there
     */
    EncodedTextWriter(Path file) throws IOException {
        this.file = file;
        this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        this.channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /**
     * The next piece of the text.
     *
     * @param utf8 whole code points
     * @throws UncheckedIOException when it cannot be written
     */
    void append(byte[] utf8) {
        Utf8.forEach(utf8, characters::append);
    }

    /** What was appended so far does not belong to the text. */
    void restart() throws IOException {
        characters.end();
        Arrays.fill(symbols, 0);
        codePoints.clear();
        buffer.clear();
        channel.truncate(0);
        width = 1;
    }

    /**
     * Completes the file.
     *
     * @param identity of the text, to be compared when it is read
     * @throws IOException when it cannot be written
     */
    void commit(String identity) throws IOException {
        characters.end();
        flush();
        byte[] format = Json.bytes(new EncodedTextFormat(EncodedTextFormat.VERSION, identity, width, codePoints));
        write(ByteBuffer.wrap(format));
        write(ByteBuffer.allocate(Integer.BYTES).putInt(format.length).flip());
        write(ByteBuffer.allocate(Integer.BYTES).putInt(checksum()).flip());
        channel.force(true);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Ends the writing; without a commit nothing is left. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }

    private void add(int codePoint) {
        int known = symbols[codePoint];
        int symbol = known == 0 ? addSymbol(codePoint) : known - 1;
        if (buffer.remaining() < width) {
            flush();
        }
        EncodedTextFormat.put(buffer, width, symbol);
    }

    private int addSymbol(int codePoint) {
        int symbol = codePoints.size();
        symbols[codePoint] = symbol + 1;
        codePoints.add(codePoint);
        if (EncodedTextFormat.width(codePoints.size()) > width) {
            widen();
        }
        return symbol;
    }

    /** Gives every symbol so far more room, from the last to the first, since each then lies further behind. */
    private void widen() {
        flush();
        try {
            int from = width;
            int to = EncodedTextFormat.width(codePoints.size());
            int perBlock = BUFFER_BYTES / to;
            ByteBuffer narrow = ByteBuffer.allocate(perBlock * from);
            long length = channel.size() / from;
            for (long end = length; end > 0; ) {
                int count = (int) Math.min(perBlock, end);
                long start = end - count;
                narrow.clear().limit(count * from);
                read(narrow, start * from);
                narrow.flip();
                buffer.clear();
                for (int i = 0; i < count; i++) {
                    EncodedTextFormat.put(buffer, to, EncodedTextFormat.symbol(narrow, i * from, from));
                }
                buffer.flip();
                for (long at = start * to; buffer.hasRemaining(); ) {
                    at += channel.write(buffer, at);
                }
                end = start;
            }
            buffer.clear();
            channel.position(length * to);
            width = to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(ByteBuffer into, long position) throws IOException {
        for (long at = position; into.hasRemaining(); ) {
            at += readSome(into, at);
        }
    }

    private int readSome(ByteBuffer into, long position) throws IOException {
        int count = channel.read(into, position);
        if (count < 0) {
            throw new IOException(unfinished + " has become shorter while it was being written.");
        }
        return count;
    }

    private void flush() {
        try {
            write(buffer.flip());
            buffer.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Of everything so far; read again, since a text may have been widened. */
    private int checksum() throws IOException {
        CRC32C crc = new CRC32C();
        buffer.clear();
        for (long at = 0, end = channel.position(); at < end; ) {
            at += readSome(buffer, at);
            crc.update(buffer.flip());
            buffer.clear();
        }
        return (int) crc.getValue();
    }
}
