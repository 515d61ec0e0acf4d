package nscr.server.api;

import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/// A way to send a part of a blob as the body of an answer whose status and headers, its
/// `Content-Length` among them, are set.
public interface BlobBody {

  /// Sends `length` bytes from `first`.
  ///
  /// @throws io.helidon.webserver.CloseConnectionException when the client went
  /// @throws IOException when the blob cannot be read, or is shorter than it should be
  void send(ServerResponse response, SeekableByteChannel content, long first, long length)
      throws IOException;
}
