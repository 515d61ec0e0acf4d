package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import nscr.store.Blob;
import nscr.store.Repository;
import nscr.store.Store;

/// `nscr blob get`: a blob's exact bytes.
final class BlobGetCommand implements Command {
  private final Given<ImageReference> reference;
  private final Given<Optional<Path>> output;

  BlobGetCommand(Syntax syntax) {
    syntax
        .says(
            "REPO@DIGEST [-o FILE]",
            "Writes a blob, such as a layer, to standard output, verified on the way.")
        .examples(
            "nscr blob get app@sha256:… | sha256sum",
            "nscr blob get app@sha256:… | tar -tzf -",
            "nscr blob get app@sha256:… -o layer.tar.gz")
        .exits(ExitCode.DAMAGE, "The bytes are not those of the digest; some were written.");
    reference = syntax.argument(Kind.BLOB, "The blob.");
    output = syntax.option(Kind.PATH, "Write to this file instead.", "-o", "--output");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (InputStream content = open(session)) {
      RawContent.write(session, content, output.get());
    }
    return ExitCode.OK;
  }

  /// Opened, a blob can be read to its end whatever becomes of the store.
  private InputStream open(Session session) throws IOException {
    try (Store store = session.openStore()) {
      Repository repository = store.repository(reference.get().repository());
      Blob blob = repository.blobs().get((Digest) reference.get().reference().orElseThrow());
      return repository
          .source()
          .open(Descriptor.of(MediaType.OCTET_STREAM, blob.digest(), blob.size()));
    }
  }
}
