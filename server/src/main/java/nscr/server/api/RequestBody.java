package nscr.server.api;

import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// The body of a request, read in large pieces. One thread.
///
/// It ends only where the request said it would: a client that went earlier is a
/// [ClientGoneException], never a short body.
final class RequestBody {
  private final ServerRequest request;
  private final OptionalLong declared;
  private Optional<InputStream> in = Optional.empty();
  private long count;

  RequestBody(ServerRequest request, OptionalLong declared) {
    this.request = request;
    this.declared = declared;
  }

  /// The length the request said, empty when it did not.
  OptionalLong declared() {
    return declared;
  }

  /// How many bytes were read.
  long count() {
    return count;
  }

  /// Fills `buffer` as far as bytes come; what had come before a client went is kept for the caller
  /// in `piece`.
  ///
  /// @return how many bytes; -1 at the end
  int read(Piece piece) {
    piece.length = 0;
    while (piece.length < piece.bytes.length) {
      int read = readSome(piece);
      if (read < 0) {
        if (declared.isPresent() && count != declared.getAsLong()) {
          throw new ClientGoneException(
              "the body ended after " + count + " of " + declared.getAsLong() + " bytes", null);
        }
        return piece.length == 0 ? -1 : piece.length;
      }
      piece.length += read;
      count += read;
    }
    return piece.length;
  }

  private int readSome(Piece piece) {
    try {
      return in().read(piece.bytes, piece.length, piece.bytes.length - piece.length);
    } catch (RequestException e) {
      // The framing is broken: the framework answers.
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ClientGoneException("the client went after " + count + " bytes", e);
    }
  }

  /// Opened with the first read: then a client that wants to be asked for the body is asked.
  private InputStream in() {
    if (in.isEmpty()) {
      in =
          Optional.of(
              declared.equals(OptionalLong.of(0))
                  ? InputStream.nullInputStream()
                  : request.content().inputStream());
    }
    return in.get();
  }

  /// A buffer and how much of it is filled.
  static final class Piece {
    final byte[] bytes;
    int length;

    Piece(byte[] bytes) {
      this.bytes = bytes;
    }
  }
}
