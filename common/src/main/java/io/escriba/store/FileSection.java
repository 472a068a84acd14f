package io.escriba.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** So many bytes of a file from a place on. Fails where the file ends before. */
final class FileSection extends InputStream {
    private final Path file;
    private final InputStream in;
    private long left;

    private FileSection(Path file, InputStream in, long length) {
        this.file = file;
        this.in = in;
        this.left = length;
    }

    /** Opens a section, to be closed by whoever reads it. */
    static InputStream open(Path file, long from, long length) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new FileSection(file, Channels.newInputStream(channel.position(from)), length);
        } catch (IOException e) {
            throw new UncheckedIOException("'" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new IOException("'" + file + "' has become " + left + " bytes shorter while it was read.");
        }
        left -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
