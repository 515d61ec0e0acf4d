package nscr.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import nscr.cli.Surroundings.Stream;

/// The process's own input and outputs, without the layers Java puts on them.
final class StandardStreams {
  private StandardStreams() {}

  /// Whether a person sits at `stream`. On Linux what the descriptor points at says so; elsewhere
  /// Java only knows whether input and output both are a terminal.
  static boolean isTerminal(Stream stream) {
    String target = target(stream);
    if (target.isEmpty()) {
      return System.console() != null && System.console().isTerminal();
    }
    return target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.equals("/dev/console");
  }

  /// What a descriptor points at, such as `pipe:[4711]` or `/dev/pts/3`; nothing where there is no
  /// way to know.
  private static String target(Stream stream) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream.ordinal())).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /// The input, which may be closed from another thread: whoever reads it then is interrupted.
  static InputStream in() {
    return new Input(new FileInputStream(FileDescriptor.in).getChannel());
  }

  static OutputStream out() {
    String target = target(Stream.OUT);
    boolean hasReader =
        target.isEmpty() || target.startsWith("pipe:") || target.startsWith("socket:");
    return new Standard(new FileOutputStream(FileDescriptor.out), hasReader);
  }

  static OutputStream err() {
    return new FileOutputStream(FileDescriptor.err);
  }

  private static final class Input extends InputStream {
    private final FileChannel channel;

    Input(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      try {
        return channel.read(ByteBuffer.wrap(into, offset, length));
      } catch (ClosedChannelException e) {
        throw new InterruptedIOException("interrupted while reading standard input");
      } catch (IOException e) {
        throw new IOException("cannot read standard input: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// The output; if it has a reader, that may go away, as `head` does when it has seen enough.
  private static final class Standard extends OutputStream {
    private final OutputStream out;
    private final boolean hasReader;

    Standard(OutputStream out, boolean hasReader) {
      this.out = out;
      this.hasReader = hasReader;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw hasReader
            ? new ReaderGoneException(e)
            : new IOException("cannot write standard output: " + e.getMessage(), e);
      }
    }
  }
}
