package nscr.server.api;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import nscr.oci.ErrorCode;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.store.Blob;
import nscr.store.Blobs;
import nscr.store.Store;

/// Pulling and deleting blobs.
final class BlobEndpoints {
  private final Store store;
  private final BlobBody body;
  private final ApiSettings settings;

  BlobEndpoints(Store store, BlobBody body, ApiSettings settings) {
    this.store = store;
    this.body = body;
    this.settings = settings;
  }

  void get(Exchange exchange, Endpoint.GetBlob wanted) throws IOException {
    Blobs blobs = store.repository(wanted.repository()).blobs();
    if (exchange.isHead() && !settings.readOnly()) {
      // Who asks this way is about to push what needs it, and will not bring it. Where nobody
      // pushes, nobody does.
      blobs.promise(wanted.digest());
    }
    Blob blob = blobs.get(wanted.digest());
    String digest = wanted.digest().toString();
    String tag = entityTag(digest);
    exchange
        .with(SpecHeaders.CONTENT_DIGEST, digest)
        .with(HeaderNames.ETAG, tag)
        .with(HeaderNames.ACCEPT_RANGES, "bytes");
    if (isUnchanged(exchange.header(HeaderNames.IF_NONE_MATCH), tag)) {
      exchange.answer(304);
    } else if (exchange.isHead()) {
      describe(exchange, blob.size());
      exchange.answer(200);
    } else {
      send(exchange, blobs, blob);
    }
  }

  private void send(Exchange exchange, Blobs blobs, Blob blob) throws IOException {
    long size = blob.size();
    switch (range(exchange, blob)) {
      case ByteRange.Unsatisfiable _ ->
          throw new Refusal(
              416,
              ErrorCode.SIZE_INVALID,
              "blob " + blob.digest() + " has " + size + " bytes, none of them in that range",
              Map.of("Content-Range", ByteRange.unsatisfied(size)));
      case ByteRange.Part(ByteRange part) -> {
        exchange.with(HeaderNames.CONTENT_RANGE, part.contentRange(size));
        send(exchange, blobs, blob, 206, part);
      }
      case ByteRange.Whole _ when size == 0 -> {
        describe(exchange, 0);
        exchange.answer(200);
      }
      case ByteRange.Whole _ -> send(exchange, blobs, blob, 200, new ByteRange(0, size));
    }
  }

  private static ByteRange.Asked range(Exchange exchange, Blob blob) {
    // RFC 9110 §13.1.5: the range counts only for the very content the client has a part of.
    Optional<String> condition = exchange.header(HeaderNames.IF_RANGE);
    boolean counts =
        condition.isEmpty() || condition.get().equals(entityTag(blob.digest().toString()));
    return ByteRange.of(
        counts ? exchange.header(HeaderNames.RANGE) : Optional.empty(), blob.size());
  }

  private void send(Exchange exchange, Blobs blobs, Blob blob, int status, ByteRange part)
      throws IOException {
    try (SeekableByteChannel content = open(blobs, blob)) {
      describe(exchange, part.length());
      exchange.response().status(status);
      body.send(exchange.response(), content, part.first(), part.length());
    }
  }

  /// Opens a blob; one that was collected and pushed again since it was found has another file.
  private static SeekableByteChannel open(Blobs blobs, Blob blob) throws IOException {
    try {
      return blob.open();
    } catch (NoSuchFileException e) {
      return blobs.get(blob.digest()).open();
    }
  }

  private static void describe(Exchange exchange, long length) {
    exchange
        .with(HeaderNames.CONTENT_TYPE, MediaType.OCTET_STREAM)
        .with(HeaderNames.CONTENT_LENGTH, length);
  }

  static String entityTag(String digest) {
    return "\"" + digest + "\"";
  }

  /// Whether an `If-None-Match` names this content. Spec: RFC 9110 §13.1.2, weak comparison.
  static boolean isUnchanged(Optional<String> ifNoneMatch, String tag) {
    if (ifNoneMatch.isEmpty()) {
      return false;
    }
    return ifNoneMatch.stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(String::strip)
        .anyMatch(seen -> seen.equals("*") || seen.equals(tag) || seen.equals("W/" + tag));
  }

  void delete(Exchange exchange, Endpoint.DeleteBlob wanted) throws IOException {
    Blobs blobs = store.repository(wanted.repository()).blobs();
    if (settings.keepNeededBlobs()) {
      stillNeeded(() -> blobs.delete(wanted.digest()));
    } else {
      blobs.withdraw(wanted.digest());
    }
    exchange.answer(202);
  }

  /// A deletion.
  interface Deletion {
    void run() throws IOException;
  }

  /// Runs a deletion. That a manifest still needs the content makes deleting it unsupported, in the
  /// spec's terms: nobody lacks a permission.
  static void stillNeeded(Deletion deletion) throws IOException {
    try {
      deletion.run();
    } catch (OciException e) {
      if (e.code() == ErrorCode.DENIED) {
        throw new OciException(ErrorCode.UNSUPPORTED, e.getMessage());
      }
      throw e;
    }
  }
}
