package nscr.cli.command;

import java.io.IOException;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.ImageReference;
import nscr.store.Store;

/// `nscr manifest get`: a manifest's exact bytes.
final class ManifestGetCommand implements Command {
  private final Given<ImageReference> name;

  ManifestGetCommand(Syntax syntax) {
    syntax
        .says("REF", "Prints the exact bytes of a manifest: what its digest is the digest of.")
        .examples("nscr manifest get app:1 | sha256sum", "nscr manifest get app:1 | jq .layers");
    name = syntax.argument(Kind.MANIFEST, "The manifest: REPO:TAG or REPO@DIGEST.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Store store = session.openStore()) {
      session
          .output()
          .bytes()
          .write(
              store
                  .repository(name.get().repository())
                  .manifests()
                  .get(name.get().reference().orElseThrow())
                  .content());
      session.output().flush();
    }
    return ExitCode.OK;
  }
}
