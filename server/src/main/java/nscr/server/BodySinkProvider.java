package nscr.server;

import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.media.type.MediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.util.function.BiConsumer;

/// Makes [BodySink]s; found by Helidon through the service loader.
public final class BodySinkProvider implements SinkProvider<BufferData> {

  @Override
  public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
    return BodySink.TYPE.equals(type);
  }

  @Override
  @SuppressWarnings("unchecked") // supports() has seen the type
  public <X extends Sink<BufferData>> X create(SinkProviderContext context) {
    if (context.connectionContext() instanceof GuardedContext connection) {
      return (X) new BodySink(context, connection);
    }
    throw new IllegalStateException("the connection is none of this server's");
  }

  @Override
  @SuppressWarnings("removal") // abstract in 4.5.0 still
  public <X extends Sink<BufferData>> X create(
      ServerResponse response, BiConsumer<Object, MediaType> consumer, Runnable close) {
    throw new IllegalStateException("sinks are made from a context");
  }
}
