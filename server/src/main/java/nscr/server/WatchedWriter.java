package nscr.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import nscr.server.ConnectionWatch.Waiting;
import nscr.server.ConnectionWatch.Watched;

/// What a connection writes: while it does, the watch knows that it waits for a reader.
final class WatchedWriter implements DataWriter {
  private final DataWriter writer;
  private final Watched watched;

  WatchedWriter(DataWriter writer, Watched watched) {
    this.writer = writer;
    this.watched = watched;
  }

  private void write(Runnable write) {
    watched.waits(Waiting.WRITE);
    write.run();
    watched.waits(Waiting.NOTHING);
  }

  @Override
  public void write(BufferData... buffers) {
    write(() -> writer.write(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    write(() -> writer.write(buffer));
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(() -> writer.writeNow(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(() -> writer.writeNow(buffer));
  }

  @Override
  public void flush() {
    write(writer::flush);
  }

  @Override
  public void close() {
    writer.close();
  }
}
