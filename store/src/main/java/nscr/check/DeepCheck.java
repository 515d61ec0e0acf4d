package nscr.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
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
    String wrong;
    try {
      Digest digest = digest(blob);
      wrong = digest.equals(blob.digest()) ? "" : "its file has digest " + digest;
    } catch (NoSuchFileException e) {
      // Removed by now, or found before.
      return;
    } catch (IOException e) {
      wrong = "its file " + blob.file() + " cannot be read: " + e;
    }
    if (!wrong.isEmpty()) {
      Finding finding = new Finding("digest", blob.digest().toString(), wrong);
      suspects.look((reader, findings) -> {
        Optional<BlobRow> row = reader.find(blob.key());
        if (row.map(BlobRow::file).equals(Optional.of(blob.file()))) {
          findings.accept(finding);
        }
      });
    }
  }

  private Digest digest(BlobRow blob) throws IOException {
    MessageDigest hash = blob.digest().algorithm().hash();
    try (SeekableByteChannel file = blobs.open(blob.file())) {
      if (file.size() != blob.size()) {
        // Found before; its digest would say the same again.
        return blob.digest();
      }
      int count;
      while ((count = file.read(buffer.clear())) >= 0) {
        hash.update(buffer.flip());
        progress.advance(count);
      }
    }
    return Digest.finish(blob.digest().algorithm(), hash);
  }
}
