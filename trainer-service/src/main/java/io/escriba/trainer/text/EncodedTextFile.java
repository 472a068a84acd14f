package io.escriba.trainer.text;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** An encoded text in a file that is mapped into memory: the system keeps what is being read, and drops it at need. */
final class EncodedTextFile implements EncodedText {
    /** A mapping is limited to 2 GiB; whole symbols fit into this. */
    private static final int SEGMENT_BITS = 30;

    private final ByteBuffer[] segments;
    private final int width;
    private final long length;
    private final int[] codePoints;

    private EncodedTextFile(ByteBuffer[] segments, int width, long length, int[] codePoints) {
        this.segments = segments;
        this.width = width;
        this.length = length;
        this.codePoints = codePoints;
    }

    /**
     * Opens a file and checks all of it.
     *
     * @param identity that it must have
     * @throws UnusableTextException when it is damaged, or is another text
     * @throws IOException when it cannot be read
     */
    static EncodedTextFile open(Path file, String identity) throws IOException, UnusableTextException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < EncodedTextFormat.TRAILER_BYTES) {
                throw new UnusableTextException("is cut off after " + size + " bytes");
            }
            ByteBuffer trailer = ByteBuffer.wrap(
                    read(channel, size - EncodedTextFormat.TRAILER_BYTES, EncodedTextFormat.TRAILER_BYTES));
            int formatLength = trailer.getInt();
            int checksum = trailer.getInt();
            ByteBuffer[] segments = map(channel, size);
            if (checksum(segments, size - Integer.BYTES) != checksum) {
                throw new UnusableTextException("is damaged: its checksum differs");
            }
            long end = size - EncodedTextFormat.TRAILER_BYTES - formatLength;
            EncodedTextFormat format = format(read(channel, end, formatLength));
            if (format.format() != EncodedTextFormat.VERSION) {
                throw new UnusableTextException("has format " + format.format());
            }
            if (!format.identity().equals(identity)) {
                throw new UnusableTextException("is " + format.identity() + ", not " + identity);
            }
            int[] codePoints =
                    format.codePoints().stream().mapToInt(Integer::intValue).toArray();
            return new EncodedTextFile(segments, format.width(), end / format.width(), codePoints);
        }
    }

    private static EncodedTextFormat format(byte[] json) throws UnusableTextException {
        try {
            return Json.read(json, EncodedTextFormat.class);
        } catch (MalformedJsonException e) {
            throw new UnusableTextException("has no description: " + e.getMessage());
        }
    }

    private static byte[] read(FileChannel channel, long position, int length) throws IOException {
        byte[] read = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(read);
        for (long at = position; bytes.hasRemaining(); ) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException("The file has become shorter while it was being read.");
            }
            at += count;
        }
        return read;
    }

    private static ByteBuffer[] map(FileChannel channel, long size) throws IOException {
        ByteBuffer[] segments = new MappedByteBuffer[(int) ((size >> SEGMENT_BITS) + 1)];
        for (int i = 0; i < segments.length; i++) {
            long from = (long) i << SEGMENT_BITS;
            segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(1L << SEGMENT_BITS, size - from));
        }
        return segments;
    }

    private static int checksum(ByteBuffer[] segments, long length) {
        CRC32C crc = new CRC32C();
        long left = length;
        for (ByteBuffer segment : segments) {
            ByteBuffer part = segment.duplicate();
            part.limit((int) Math.min(part.limit(), left));
            left -= part.remaining();
            crc.update(part);
        }
        return (int) crc.getValue();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int symbol(long index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("There is no character " + index + " in a text of " + length + ".");
        }
        long at = index * width;
        return EncodedTextFormat.symbol(
                segments[(int) (at >> SEGMENT_BITS)], (int) (at & ((1 << SEGMENT_BITS) - 1)), width);
    }

    @Override
    public int symbols() {
        return codePoints.length;
    }

    @Override
    public int codePoint(int symbol) {
        return codePoints[symbol];
    }
}
