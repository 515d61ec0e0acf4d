package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Interruption;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.RepositoryName;
import nscr.store.Blob;
import nscr.store.Store;
import nscr.store.Upload;

/// `nscr blob put`: bytes of any kind.
final class BlobPutCommand implements Command {
  private static final int BUFFER = 1 << 18;

  private final Given<RepositoryName> repository;
  private final Given<Optional<Path>> input;
  private final Given<Optional<Digest>> expected;

  BlobPutCommand(Syntax syntax) {
    syntax
        .says(
            "REPO [FILE|-] [--digest DIGEST]",
            "Puts a blob into a repository, and prints its digest. A manifest should come to need it"
                + " within the hour: gc takes what none does.")
        .examples("nscr blob put app layer.tar.gz", "printf '{}' | nscr blob put app -");
    repository = syntax.argument(Kind.REPOSITORY, "Where to.");
    input = syntax.optionalArgument(Kind.PATH.called("FILE|-"), "The blob; standard input unless named.");
    expected = syntax.option(Kind.DIGEST, "The digest it must have.", "--digest");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    session.output().outlastReader();
    try (InputStream in = RawContent.open(session, input.get());
        Interruption.Guard _ = session.interruption().guard();
        Store store = session.openOrMakeStore();
        Upload upload = store.repository(repository.get()).blobs().upload()) {
      Blob blob;
      try {
        blob = upload.finish(write(session.interruption().checked(in), upload));
      } catch (IOException | RuntimeException e) {
        upload.cancel();
        throw e;
      }
      session.show(BlobChange.of(repository.get(), blob));
    }
    return ExitCode.OK;
  }

  /// Writes everything; answers the digest it must have.
  private Digest write(InputStream in, Upload upload) throws IOException {
    DigestAlgorithm algorithm =
        expected.get().map(Digest::algorithm).orElse(DigestAlgorithm.SHA256);
    MessageDigest hash = algorithm.hash();
    byte[] buffer = new byte[BUFFER];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      hash.update(buffer, 0, count);
      upload.write(ByteBuffer.wrap(buffer, 0, count));
    }
    return expected.get().orElseGet(() -> Digest.finish(algorithm, hash));
  }
}
