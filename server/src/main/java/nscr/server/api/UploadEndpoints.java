package nscr.server.api;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.store.Blobs;
import nscr.store.Store;
import nscr.store.Upload;

/// Pushing blobs: whole, in chunks, streamed, or mounted.
///
/// An upload lives in the store: nothing of it is remembered here, and any request may go on with
/// it, after a restart too.
final class UploadEndpoints {
  /// Hashing takes most of it.
  private static final int TURN = 256 << 10;

  private final Store store;
  private final OptionalLong largest;
  private final Turns turns;
  private final Buffers buffers = Buffers.ofHeap();

  /// @param largest how many bytes a blob may have; empty for any number
  UploadEndpoints(Store store, OptionalLong largest, Turns turns) {
    this.store = store;
    this.largest = largest;
    this.turns = turns;
  }

  private Blobs blobs(RepositoryName repository) {
    return store.repository(repository).blobs();
  }

  void begin(Exchange exchange, Endpoint.BeginUpload wanted) throws IOException {
    String id;
    try (Upload upload = blobs(wanted.repository()).upload()) {
      id = upload.id();
      if (wanted.algorithm().isPresent()) {
        upload.expect(wanted.algorithm().get());
      }
    }
    describe(exchange, wanted.repository(), id, 0).answer(202);
  }

  void mount(Exchange exchange, Endpoint.MountBlob wanted) throws IOException {
    Blobs blobs = blobs(wanted.repository());
    boolean mounted =
        wanted.from().isPresent()
            ? blobs.mount(wanted.digest(), wanted.from().get())
            : blobs.mount(wanted.digest());
    if (mounted) {
      created(exchange, wanted.repository(), wanted.digest());
    } else {
      begin(
          exchange,
          new Endpoint.BeginUpload(wanted.repository(), Optional.of(wanted.digest().algorithm())));
    }
  }

  void push(Exchange exchange, Endpoint.PushBlob pushed) throws IOException {
    RequestBody body = exchange.body();
    checkSize(0, body.declared().orElse(0));
    Upload upload = blobs(pushed.repository()).upload();
    try (upload) {
      upload.expect(pushed.digest().algorithm());
      receive(upload, body);
      upload.finish(pushed.digest());
    } catch (IOException | RuntimeException e) {
      // The client does not know the upload's name: nobody could go on with it.
      cancel(pushed.repository(), upload.id());
      throw e;
    }
    created(exchange, pushed.repository(), pushed.digest());
  }

  void status(Exchange exchange, Endpoint.GetUpload wanted) throws IOException {
    long size =
        blobs(wanted.repository())
            .uploaded(wanted.upload())
            .orElseThrow(() -> unknown(wanted.repository(), wanted.upload()));
    describe(exchange, wanted.repository(), wanted.upload(), size).answer(204);
  }

  void append(Exchange exchange, Endpoint.AppendUpload wanted) throws IOException {
    long size;
    try (Upload upload = resume(wanted.repository(), wanted.upload())) {
      append(exchange, wanted.repository(), upload);
      size = upload.size();
    }
    // Only now: who sees the answer may go on with the upload at once.
    describe(exchange, wanted.repository(), wanted.upload(), size).answer(202);
  }

  void finish(Exchange exchange, Endpoint.FinishUpload wanted) throws IOException {
    try (Upload upload = resume(wanted.repository(), wanted.upload())) {
      upload.expect(wanted.digest().algorithm());
      append(exchange, wanted.repository(), upload);
      upload.finish(wanted.digest());
    }
    created(exchange, wanted.repository(), wanted.digest());
  }

  void cancel(Exchange exchange, Endpoint.CancelUpload wanted) throws IOException {
    try (Upload upload = resume(wanted.repository(), wanted.upload())) {
      upload.cancel();
    }
    exchange.answer(204);
  }

  private void cancel(RepositoryName repository, String id) throws IOException {
    Optional<Upload> left = blobs(repository).resume(id);
    if (left.isPresent()) {
      try (Upload upload = left.get()) {
        upload.cancel();
      }
    }
  }

  private Upload resume(RepositoryName repository, String id) throws IOException {
    return blobs(repository).resume(id).orElseThrow(() -> unknown(repository, id));
  }

  /// Appends the body of a request, which may say where it goes: only at the end can it.
  private void append(Exchange exchange, RepositoryName repository, Upload upload)
      throws IOException {
    RequestBody body = exchange.body();
    long size = upload.size();
    Optional<ChunkRange> range = exchange.header(HeaderNames.CONTENT_RANGE).map(ChunkRange::parse);
    if (range.isPresent() && range.get().first() != size) {
      throw new Refusal(
          416,
          ErrorCode.BLOB_UPLOAD_INVALID,
          "the upload has " + size + " bytes: the next chunk starts there",
          Map.of(
              "Location",
              location(repository, upload.id()),
              "Range",
              ChunkRange.received(size),
              "Docker-Upload-UUID",
              upload.id()));
    }
    if (range.isPresent() && body.declared().orElse(range.get().length()) != range.get().length()) {
      throw differs(range.get().length(), body.declared().getAsLong());
    }
    checkSize(size, body.declared().orElse(0));
    receive(upload, body);
    if (range.isPresent() && upload.size() - size != range.get().length()) {
      throw differs(range.get().length(), upload.size() - size);
    }
  }

  private static OciException differs(long range, long body) {
    return new OciException(
        ErrorCode.SIZE_INVALID,
        "the chunk has " + body + " bytes, but its Content-Range says " + range);
  }

  private void checkSize(long received, long more) {
    if (largest.isPresent() && received + more > largest.getAsLong()) {
      throw new Refusal(
          413,
          ErrorCode.SIZE_INVALID,
          "a blob may have at most " + largest.getAsLong() + " bytes here");
    }
  }

  private void receive(Upload upload, RequestBody body) throws IOException {
    try (Buffers.Lease buffer = buffers.take(body.declared().orElse(-1))) {
      receive(upload, body, new RequestBody.Piece(buffer.bytes()));
    }
  }

  private void receive(Upload upload, RequestBody body, RequestBody.Piece piece)
      throws IOException {
    Turns.Turn turn = turns.of(TURN);
    try {
      while (body.read(piece) > 0) {
        int length = piece.length;
        checkSize(upload.size(), length);
        write(upload, piece);
        turn.moved(length);
      }
    } catch (ClientGoneException e) {
      // What was received counts: the client finds the end of it when it comes back.
      write(upload, piece);
      throw e;
    }
  }

  private static void write(Upload upload, RequestBody.Piece piece) throws IOException {
    upload.write(ByteBuffer.wrap(piece.bytes, 0, piece.length));
    piece.length = 0;
  }

  private static Exchange describe(
      Exchange exchange, RepositoryName repository, String id, long size) {
    return exchange
        .with(HeaderNames.LOCATION, location(repository, id))
        .with(HeaderNames.RANGE, ChunkRange.received(size))
        .with(SpecHeaders.UPLOAD_UUID, id);
  }

  private static String location(RepositoryName repository, String id) {
    return "/v2/" + repository + "/blobs/uploads/" + id;
  }

  private static void created(Exchange exchange, RepositoryName repository, Digest digest) {
    exchange
        .with(HeaderNames.LOCATION, "/v2/" + repository + "/blobs/" + digest)
        .with(SpecHeaders.CONTENT_DIGEST, digest)
        .answer(201);
  }

  private static OciException unknown(RepositoryName repository, String id) {
    return new OciException(
        ErrorCode.BLOB_UPLOAD_UNKNOWN,
        "repository " + repository + " has no upload " + nscr.oci.Quoted.of(id));
  }
}
