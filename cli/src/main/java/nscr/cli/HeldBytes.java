package nscr.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Bytes that wait to be written: in memory or, when they are many, in a temporary file without a
/// name.
final class HeldBytes extends OutputStream {
  private static final int MOST_IN_MEMORY = 1 << 20;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Optional<FileChannel> file = Optional.empty();

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    memory.write(bytes, offset, length);
    if (memory.size() > MOST_IN_MEMORY) {
      if (file.isEmpty()) {
        file = Optional.of(temporaryFile());
      }
      memory.writeTo(Channels.newOutputStream(file.get()));
      memory.reset();
    }
  }

  private static FileChannel temporaryFile() throws IOException {
    Path path = Files.createTempFile("nscr-", ".out");
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(path);
    return channel;
  }

  /// Writes all of it to `out`; then nothing is held any more.
  void release(OutputStream out) throws IOException {
    if (file.isPresent()) {
      try (FileChannel held = file.get()) {
        file = Optional.empty();
        Channels.newInputStream(held.position(0)).transferTo(out);
      }
    }
    memory.writeTo(out);
    memory.reset();
    out.flush();
  }
}
