package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Interruption;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.store.Blob;
import nscr.store.Store;
import nscr.store.Upload;

/// `nscr blob put`: bytes into a repository.
final class BlobPutCommand implements Command {
  private static final int BUFFER = 64 << 10;

  private final Given<RepositoryName> repository;
  private final Given<Optional<Path>> input;
  private final Given<Optional<Digest>> expected;

  BlobPutCommand(Syntax syntax) {
    syntax
        .says(
            "REPO [FILE|-] [--digest DIGEST]",
            "Stores bytes as a blob and prints its digest. A blob that no manifest comes to need is"
                + " removed by gc after its grace.")
        .examples("nscr blob put app layer.tar.gz", "tar -c . | nscr blob put app -");
    repository = syntax.argument(Kind.REPOSITORY, "Where it goes.");
    input =
        syntax.optionalArgument(
            Kind.PATH.called("FILE|-"), "The bytes; standard input if left out.");
    expected =
        syntax.option(
            Kind.DIGEST,
            "The digest they must have, sha256 or sha512; nothing is stored otherwise.",
            "--digest");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Interruption.Guard _ = session.interruption().guard();
        InputStream in = RawContent.open(session, input.get());
        Store store = session.openOrMakeStore();
        Upload upload = store.repository(repository.get()).blobs().upload()) {
      session.show(put(session, upload, in));
    }
    return ExitCode.OK;
  }

  private BlobStat put(Session session, Upload upload, InputStream in) throws IOException {
    try (var progress = session.progress()) {
      progress.begin("blob", -1);
      byte[] buffer = new byte[BUFFER];
      InputStream checked = session.interruption().checked(in);
      for (int count = checked.read(buffer); count >= 0; count = checked.read(buffer)) {
        upload.write(ByteBuffer.wrap(buffer, 0, count));
        progress.advance(count);
      }
      Digest digest = expected.get().isPresent() ? expected.get().get() : upload.digest();
      Blob blob = upload.finish(digest);
      ImageReference name = ImageReference.of(repository.get(), blob.digest());
      return new BlobStat(name, blob.digest(), blob.size(), Optional.empty());
    } catch (IOException | RuntimeException e) {
      upload.cancel();
      throw e;
    }
  }
}
