package nscr.cli.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.ImageReference;
import nscr.store.Store;
import nscr.store.StoredManifest;

/// `nscr manifest get`: a manifest's exact bytes.
final class ManifestGetCommand implements Command {
  private final Given<ImageReference> reference;
  private final Given<Optional<Path>> output;

  ManifestGetCommand(Syntax syntax) {
    syntax
        .says("REF [-o FILE]", "Writes a manifest, the exact bytes that came, to standard output.")
        .examples("nscr manifest get app:1 | jq .", "nscr manifest get app:1 | sha256sum");
    reference = syntax.argument(Kind.MANIFEST, "REPO:TAG or REPO@DIGEST.");
    output = syntax.option(Kind.PATH, "Write to this file instead.", "-o", "--output");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    RawContent.write(session, new ByteArrayInputStream(find(session).content()), output.get());
    return ExitCode.OK;
  }

  private StoredManifest find(Session session) throws IOException {
    try (Store store = session.openStore()) {
      return store
          .repository(reference.get().repository())
          .manifests()
          .get(reference.get().reference().orElseThrow());
    }
  }
}
