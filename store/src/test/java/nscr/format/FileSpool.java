package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.Spool;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;

/// A spool for content of any size, in a directory that the test removes.
final class FileSpool implements Spool {
  private final Path directory;
  private int files;

  FileSpool(Path directory) {
    this.directory = directory;
  }

  private record Piece(Digest digest, long size, Path file) implements Spooled {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  @Override
  public Spooled keep(InputStream content, Optional<Digest> expected) throws IOException {
    DigestAlgorithm algorithm = expected.map(Digest::algorithm).orElse(DigestAlgorithm.SHA256);
    Path file = directory.resolve("" + files++);
    try (OutputStream out = Files.newOutputStream(file);
        DigestOutputStream hashed = new DigestOutputStream(out, algorithm.hash())) {
      long size = content.transferTo(hashed);
      Digest digest = Digest.finish(algorithm, hashed.getMessageDigest());
      if (expected.isPresent() && !expected.get().equals(digest)) {
        throw new ContentException("content of " + expected.get() + " has digest " + digest);
      }
      return new Piece(digest, size, file);
    }
  }
}
