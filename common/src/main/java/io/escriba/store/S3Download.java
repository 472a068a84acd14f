package io.escriba.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Takes the content of an object, all of it or none. Java's HTTP client does not complain of an answer that breaks off, so what
 * came is counted. If it is too little, the AWS SDK makes another attempt.
 */
final class S3Download {
    private static final int PIECE = 64 * 1024;
    /** Java's arrays are a little shorter than their index allows. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private S3Download() {}

    /**
     * The content in memory.
     *
     * @param announced how many bytes it must have
     * @throws UncheckedIOException when it has others, of which none is read then
     */
    static byte[] bytes(S3Location object, long announced, GetObjectResponse response, AbortableInputStream in) {
        long length = length(response);
        if (length != announced) {
            throw new UncheckedIOException(new DamagedArtifactException("'" + object + "' has " + length + " bytes but "
                    + announced + " were announced. Train the model again, or restore the file."));
        }
        if (length > LONGEST_ARRAY) {
            throw new UncheckedIOException(new DamagedArtifactException("'" + object + "' has " + length
                    + " bytes, more than a process can hold at once. Train a smaller model."));
        }
        byte[] content = new byte[(int) length];
        try {
            complete(in.readNBytes(content, 0, content.length), length);
            return content;
        } catch (IOException e) {
            throw RetryableException.create(e.toString(), e);
        }
    }

    /**
     * The content in a file. Only its sha256 is in memory.
     *
     * @throws UncheckedIOException when the file cannot be written
     */
    static void toFile(Path file, GetObjectResponse response, AbortableInputStream in) {
        long length = length(response);
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] piece = new byte[PIECE];
            long received = 0;
            for (int read = read(in, piece); read >= 0; read = read(in, piece)) {
                out.write(piece, 0, read);
                received += read;
            }
            complete(received, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int read(InputStream in, byte[] piece) {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw RetryableException.create(e.toString(), e);
        }
    }

    private static long length(GetObjectResponse response) {
        Long length = response.contentLength();
        if (length == null) {
            throw RetryableException.create("The answer does not say how long it is.");
        }
        return length;
    }

    private static void complete(long received, long length) {
        if (received != length) {
            throw RetryableException.create("Only " + received + " of " + length + " bytes came.");
        }
    }
}
