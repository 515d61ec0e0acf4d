package nscr.server;

import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProviderContext;
import nscr.server.ConnectionWatch.Waiting;

/// The body of an answer, written past Helidon's streams straight to the connection: the only way
/// to the socket that its public API leaves open. One thread.
///
/// The answer's status and headers, `Content-Length` among them, are sent when it is made; who
/// makes it writes exactly so many bytes, or ends the connection.
final class BodySink implements Sink<BufferData> {
  static final GenericType<BodySink> TYPE = GenericType.create(BodySink.class);

  private final SinkProviderContext context;
  private final GuardedContext connection;

  BodySink(SinkProviderContext context, GuardedContext connection) {
    this.context = context;
    this.connection = connection;
    // An answer counts as sent as soon as its sink is there: the stream must be had before.
    context.serverResponse().outputStream();
    context.flushHeaders();
  }

  @Override
  public BodySink emit(BufferData data) {
    connection.dataWriter().writeNow(data);
    return this;
  }

  /// Notes that bytes have moved.
  void progressed() {
    connection.watched().waits(Waiting.WRITE);
  }

  @Override
  public void close() {
    context.closeRunnable().run();
  }
}
