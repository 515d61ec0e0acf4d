package nscr.cli.command;

import java.io.IOException;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.oci.Descriptor;
import nscr.oci.ImageIndex;
import nscr.oci.ImageManifest;
import nscr.oci.ImageReference;
import nscr.oci.Platform;
import nscr.store.Repository;
import nscr.store.Store;
import nscr.store.StoredManifest;

/// `nscr inspect`: what an image is made of.
final class InspectCommand implements Command {
  private final Given<ImageReference> reference;
  private final Given<Optional<Platform>> platform;
  private final Given<Boolean> raw;
  private final Given<Boolean> config;
  private final Given<Boolean> digests;

  InspectCommand(Syntax syntax) {
    syntax
        .says(
            "REF [--platform PLATFORM] [--raw|--config] [--digests]",
            "Shows what an image is made of: platforms, layers and the steps that made them, sizes,"
                + " labels, and what refers to it, such as signatures.")
        .examples(
            "nscr inspect app:1",
            "nscr inspect app:1 --json | jq -r '.layers[].digest'",
            "nscr inspect app:1 --raw | sha256sum",
            "nscr inspect app:1 --config --platform linux/arm64 | jq .config.Env");
    reference = syntax.argument(Kind.MANIFEST, "REPO:TAG or REPO@DIGEST.");
    platform =
        syntax.option(Kind.PLATFORM, "Of an index, the image for this platform.", "--platform");
    raw = syntax.flag("Print the manifest's exact bytes.", "--raw");
    config = syntax.flag("Print the exact bytes of the image's config.", "--config");
    digests = syntax.flag("Show digests in full.", "--digests");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    if (raw.get() && config.get()) {
      throw new UsageException("--raw and --config exclude each other");
    }
    if (digests.get()) {
      session.output().showDigestsInFull();
    }
    try (Store store = session.openStore()) {
      Repository repository = store.repository(reference.get().repository());
      StoredManifest manifest = chosen(repository);
      if (raw.get()) {
        session.output().bytes().write(manifest.content());
      } else if (config.get()) {
        writeConfig(session, repository, manifest);
      } else {
        session.show(new Inspector(repository).inspect(manifest, name(manifest)));
      }
    }
    return ExitCode.OK;
  }

  private StoredManifest chosen(Repository repository) throws IOException {
    StoredManifest named = repository.manifests().get(reference.get().reference().orElseThrow());
    if (platform.get().isEmpty()) {
      return named;
    }
    Descriptor chosen =
        new Platforms(repository.source())
            .choose(named.descriptor(), platform.get().get(), reference.get().toString());
    return repository.manifests().get(chosen.digest());
  }

  private String name(StoredManifest manifest) {
    return platform.get().isEmpty()
        ? reference.get().toString()
        : ImageReference.of(reference.get().repository(), manifest.digest()).toString();
  }

  private void writeConfig(Session session, Repository repository, StoredManifest manifest)
      throws IOException {
    switch (manifest.parse()) {
      case ImageManifest image -> {
        try (var in = repository.source().open(image.config())) {
          in.transferTo(session.output().bytes());
        }
      }
      case ImageIndex _ ->
          throw new UsageException(
              reference.get()
                  + " is an index of images for "
                  + String.join(", ", new Platforms(repository.source()).of(manifest.descriptor()))
                  + ": say which with --platform");
    }
  }
}
