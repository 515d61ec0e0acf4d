package nscr.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.content.Progress;
import nscr.oci.Digest;
import nscr.rows.BlobRow;
import nscr.rows.Rows;

/// Reads every blob and holds it against its digest.
final class DeepCheck {
  private static final int BUFFER = 1 << 20;

  private final Rows rows;
  private final BlobBackend blobs;
  private final Progress progress;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  DeepCheck(Rows rows, BlobBackend blobs, Progress progress) {
    this.rows = rows;
    this.blobs = blobs;
    this.progress = progress;
  }

  /// @param bytes how many there are to read, about
  void run(long bytes, Suspects suspects) throws IOException {
    progress.begin("blobs", bytes);
    // A row that cannot be read was found before.
    rows.each(BlobRow.all(), blob -> read(blob, suspects), (_, _) -> {});
  }

  private void read(BlobRow blob, Suspects suspects) throws IOException {
    Optional<String> wrong = wrong(blob);
    if (wrong.isEmpty()) {
      return;
    }
    suspects.look((reader, findings) -> {
      // By now the blob may be another file, or gone.
      if (reader.find(blob.key()).map(BlobRow::file).equals(Optional.of(blob.file()))) {
        findings.accept(new Finding("digest", blob.digest().toString(), wrong.get()));
      }
    });
  }

  /// What is wrong with the bytes of a blob whose file is there with its size.
  Optional<String> wrong(BlobRow blob) {
    try (SeekableByteChannel file = blobs.open(blob.file())) {
      return file.size() == blob.size() ? wrong(blob, file) : Optional.empty();
    } catch (IOException e) {
      // Removed by now, or found before, as one of another size was.
      return Optional.empty();
    }
  }

  private Optional<String> wrong(BlobRow blob, SeekableByteChannel file) {
    MessageDigest hash = blob.digest().algorithm().hash();
    try {
      int count;
      while ((count = file.read(buffer.clear())) >= 0) {
        hash.update(buffer.flip());
        progress.advance(count);
      }
    } catch (IOException e) {
      return Optional.of("its file " + blob.file() + " cannot be read: " + e);
    }
    Digest digest = Digest.finish(blob.digest().algorithm(), hash);
    return digest.equals(blob.digest())
        ? Optional.empty()
        : Optional.of("its file has digest " + digest);
  }
}
