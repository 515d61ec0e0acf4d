package nscr.check;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.blob.BlobBackend;
import nscr.blob.BlobName;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.EdgeRow;
import nscr.rows.LinkRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.RowReader;
import nscr.rows.Rows;

/// What must be so of blobs: files, the rows that name them, and the links of repositories to
/// those.
final class BlobStatements {
  private final Rows rows;
  private final BlobBackend blobs;
  private final Reviews reviews;

  BlobStatements(Rows rows, BlobBackend blobs, Reviews reviews) {
    this.rows = rows;
    this.blobs = blobs;
    this.reviews = reviews;
  }

  /// A blob row's file is there with its size, and a repository links the blob or gc will look.
  Statement row(Digest digest) {
    return (reader, findings) -> {
      Optional<BlobRow> row = reader.find(BlobRow.key(digest));
      if (row.isEmpty()) {
        return;
      }
      file(row.get(), findings);
      if (!rows.any(LinkRow.of(digest)) && !reviews.hasBlob(digest)) {
        findings.accept(
            new Finding(
                "queue", digest.toString(), "no repository has this blob, and no gc will notice"));
      }
    };
  }

  private void file(BlobRow row, Consumer<Finding> findings) {
    String subject = row.digest().toString();
    try (SeekableByteChannel file = blobs.open(row.file())) {
      if (file.size() != row.size()) {
        findings.accept(
            new Finding(
                "R1",
                subject,
                "its file has " + file.size() + " bytes, not the " + row.size() + " that came"));
      }
    } catch (NoSuchFileException e) {
      findings.accept(new Finding("R1", subject, "its file " + row.file() + " is not there"));
    } catch (IOException e) {
      findings.accept(
          new Finding("R1", subject, "its file " + row.file() + " cannot be opened: " + e));
    }
  }

  /// A link's blob is there, and a manifest of the repository needs it or gc will look.
  Statement link(RepositoryName repository, Digest digest) {
    return (reader, findings) -> {
      Optional<LinkRow> link = reader.find(LinkRow.key(digest, repository));
      if (link.isEmpty()) {
        return;
      }
      String subject = repository + "@" + digest;
      if (reader.find(BlobRow.key(digest)).isEmpty()) {
        findings.accept(
            new Finding("R1", subject, "the repository has this blob, but the store has not"));
      }
      if (!rows.any(EdgeRow.to(repository, digest)) && !reviews.has(link.get())) {
        findings.accept(
            new Finding(
                "queue",
                subject,
                "no manifest of the repository needs this blob, and no gc will notice"));
      }
    };
  }

  /// A published file is named by its blob's row, or gc will look.
  Statement published(BlobName file) {
    return (reader, findings) -> {
      if (!isNamed(reader, file)
          && !reviews.has(Kind.FILE, file.digest(), file.birth())
          && exists(file)) {
        findings.accept(
            new Finding("queue", file.toString(), "no row names this file, and no gc will notice"));
      }
    };
  }

  private static boolean isNamed(RowReader reader, BlobName file) throws IOException {
    return reader.find(BlobRow.key(file.digest())).map(BlobRow::file).equals(Optional.of(file));
  }

  private boolean exists(BlobName file) throws IOException {
    try (SeekableByteChannel _ = blobs.open(file)) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
