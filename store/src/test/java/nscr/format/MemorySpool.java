package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.Spool;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;

/// A spool for small content; remembers what it was asked to keep.
final class MemorySpool implements Spool {
  final List<Spooled> kept = new ArrayList<>();

  private record Piece(Digest digest, byte[] bytes) implements Spooled {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  @Override
  public Spooled keep(InputStream content, Optional<Digest> expected) throws IOException {
    byte[] bytes = content.readAllBytes();
    Digest digest =
        Digest.of(expected.map(Digest::algorithm).orElse(DigestAlgorithm.SHA256), bytes);
    if (expected.isPresent() && !expected.get().equals(digest)) {
      throw new ContentException("content of " + expected.get() + " has digest " + digest);
    }
    Spooled piece = new Piece(digest, bytes);
    kept.add(piece);
    return piece;
  }
}
