package io.escriba.local.instance;

import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right to start processes for a directory. One launcher has it at a time, and loses it when its process ends. */
public final class InstanceLock implements AutoCloseable {
    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param directory that exists
     * @throws CommandException when another launcher has it
     */
    public static InstanceLock take(InstanceDirectory directory) {
        try {
            FileChannel channel =
                    FileChannel.open(directory.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CommandException("Another launcher uses '" + directory
                        + "' now. Stop it with deploy/local/down, or choose another directory with --dir.");
            }
            return new InstanceLock(channel);
        } catch (IOException e) {
            throw new CommandException(
                    "The directory '" + directory + "' cannot be used (" + e.getMessage()
                            + "). Choose another with --dir.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CommandException("The lock of the directory cannot be given back: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }
}
