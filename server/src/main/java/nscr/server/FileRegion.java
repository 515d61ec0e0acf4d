package nscr.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/// A part of a file on its way to a socket, which the kernel moves: `sendfile`. One use.
///
/// It leans on how the JDK's streams over channels move bytes between each other (see
/// [RegionChannel]): [SendfileBody#works] finds out whether this JDK still does.
final class FileRegion extends OneWayData {
  private final RegionChannel region;
  private final long length;

  /// @param progressed told each time bytes have moved
  FileRegion(FileChannel file, long first, long length, Runnable progressed) {
    this.region = new RegionChannel(file, first, length, progressed);
    this.length = length;
  }

  @Override
  public void writeTo(OutputStream out) {
    try {
      long moved = Channels.newInputStream(region).transferTo(out);
      if (moved != length) {
        throw new EOFException("the file is " + (length - moved) + " bytes short");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int available() {
    return Math.clamp(length, 0, Integer.MAX_VALUE);
  }
}
