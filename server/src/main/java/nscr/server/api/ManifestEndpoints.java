package nscr.server.api;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.Tag;
import nscr.store.Manifests;
import nscr.store.Repository;
import nscr.store.Store;
import nscr.store.StoredManifest;

/// Pulling, pushing and deleting manifests and tags.
final class ManifestEndpoints {
  /// What a manifest is larger than only when somebody means harm, or is very thorough.
  private static final int USUAL = 256 << 10;

  private static final int LARGE_AT_ONCE = 2;

  private final Store store;
  private final boolean readOnly;
  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

  /// @param readOnly whether nobody can be about to push
  ManifestEndpoints(Store store, boolean readOnly) {
    this.store = store;
    this.readOnly = readOnly;
  }

  void get(Exchange exchange, Endpoint.GetManifest wanted) throws IOException {
    Manifests manifests = store.repository(wanted.repository()).manifests();
    if (exchange.isHead() && !readOnly && wanted.reference() instanceof Digest asked) {
      // As with blobs: who asks this way is about to push an index that lists it.
      manifests.promise(asked);
    }
    StoredManifest manifest = manifests.get(wanted.reference());
    String digest = manifest.digest().toString();
    String tag = BlobEndpoints.entityTag(digest);
    exchange.with(SpecHeaders.CONTENT_DIGEST, digest).with(HeaderNames.ETAG, tag);
    if (BlobEndpoints.isUnchanged(exchange.header(HeaderNames.IF_NONE_MATCH), tag)) {
      exchange.answer(304);
    } else {
      exchange.answer(200, manifest.mediaType(), manifest.content());
    }
  }

  void put(Exchange exchange, Endpoint.PutManifest pushed) throws IOException {
    try (Room room = new Room()) {
      put(exchange, pushed, read(exchange.body(), room));
    } catch (OutOfMemoryError e) {
      throw new Refusal(
          413, ErrorCode.MANIFEST_INVALID, "the manifest needs more memory than there is");
    }
  }

  /// Room in memory for one manifest. Parsed, it may need many times its size: there are few large
  /// ones at once.
  private final class Room implements AutoCloseable {
    private boolean taken;

    void takeFor(long size) {
      if (size > USUAL && !taken) {
        large.acquireUninterruptibly();
        taken = true;
      }
    }

    @Override
    public void close() {
      if (taken) {
        large.release();
      }
    }
  }

  private void put(Exchange exchange, Endpoint.PutManifest pushed, byte[] content)
      throws IOException {
    MediaType type =
        exchange
            .header(HeaderNames.CONTENT_TYPE)
            .map(MediaType::parse)
            .orElse(MediaType.OCTET_STREAM);
    Repository repository = store.repository(pushed.repository());
    Digest digest =
        switch (pushed.reference()) {
          case Tag tag -> repository.manifests().put(type, content, Optional.empty(), List.of(tag));
          case Digest expected ->
              repository.manifests().put(type, content, Optional.of(expected), pushed.tags());
        };
    Manifest.parse(Optional.of(type), content)
        .subject()
        .ifPresent(subject -> exchange.with(SpecHeaders.SUBJECT, subject.digest()));
    if (!pushed.tags().isEmpty()) {
      exchange.with(
          SpecHeaders.TAG,
          pushed.tags().stream().map(Tag::value).collect(Collectors.joining(", ")));
    }
    exchange
        .with(HeaderNames.LOCATION, "/v2/" + pushed.repository() + "/manifests/" + digest)
        .with(SpecHeaders.CONTENT_DIGEST, digest)
        .answer(201);
  }

  private static byte[] read(RequestBody body, Room room) {
    List<RequestBody.Piece> pieces = new ArrayList<>();
    if (body.declared().orElse(0) > Manifest.LARGEST) {
      throw tooLarge();
    }
    room.takeFor(body.declared().orElse(0));
    long size = 0;
    var piece = new RequestBody.Piece(new byte[pieceSize(body)]);
    while (body.read(piece) > 0) {
      size += piece.length;
      if (size > Manifest.LARGEST) {
        throw tooLarge();
      }
      room.takeFor(size);
      pieces.add(piece);
      piece = new RequestBody.Piece(new byte[pieceSize(body)]);
    }
    byte[] content = new byte[(int) size];
    int at = 0;
    for (RequestBody.Piece read : pieces) {
      System.arraycopy(read.bytes, 0, content, at, read.length);
      at += read.length;
    }
    return content;
  }

  private static int pieceSize(RequestBody body) {
    return Math.clamp(body.declared().orElse(16 << 10), 1, 256 << 10);
  }

  private static Refusal tooLarge() {
    return new Refusal(
        413,
        ErrorCode.MANIFEST_INVALID,
        "a manifest may have at most " + Manifest.LARGEST + " bytes");
  }

  void delete(Exchange exchange, Endpoint.DeleteManifest wanted) throws IOException {
    Repository repository = store.repository(wanted.repository());
    switch (wanted.reference()) {
      case Tag tag -> repository.tags().delete(tag);
      case Digest digest -> BlobEndpoints.stillNeeded(() -> repository.manifests().delete(digest));
    }
    exchange.answer(202);
  }
}
