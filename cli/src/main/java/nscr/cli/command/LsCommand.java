package nscr.cli.command;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Result;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageIndex;
import nscr.oci.ImageManifest;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.rows.ManifestRow;
import nscr.rows.TagRow;
import nscr.store.Repository;
import nscr.store.Store;
import nscr.store.StoredManifest;

/// `nscr ls`: what there is, one level at a time. Costs what it lists, however large the store is.
final class LsCommand implements Command {
  private final Given<Optional<ImageReference>> reference;
  private final Given<Boolean> digests;
  private final Given<Boolean> untagged;

  LsCommand(Syntax syntax) {
    syntax
        .says(
            "[REPO[:TAG]] [--digests] [--untagged]",
            "Lists the repositories; or the tags of one; or, of one image, the platforms an index"
                + " has, or the layers of an image. Sizes are what a pull brings. With --quiet it"
                + " prints names that other commands understand.")
        .examples(
            "nscr ls",
            "nscr ls app",
            "nscr ls app:1",
            "nscr ls -q | while read r; do nscr ls -q \"$r\"; done",
            "nscr ls app --untagged -q | xargs -r nscr rm");
    reference =
        syntax.optionalArgument(
            Kind.REFERENCE.called("REPO[:TAG]"), "What to look into; also REPO@DIGEST.");
    digests = syntax.flag("Show digests in full.", "--digests");
    untagged =
        syntax.flag(
            "List the manifests that have no tag and that nothing else needs: those that"
                + " gc --untagged would take.",
            "--untagged");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Optional<ImageReference> name = reference.get();
    if (untagged.get() && name.flatMap(ImageReference::reference).isPresent()) {
      throw new UsageException(
          "--untagged is about repositories, and " + name.get() + " is an image");
    }
    if (digests.get()) {
      session.output().showDigestsInFull();
    }
    try (Store store = session.openStore()) {
      session.show(answer(store, name));
    }
    return ExitCode.OK;
  }

  private Result answer(Store store, Optional<ImageReference> name) throws IOException {
    Optional<Repository> repository = Optional.empty();
    if (name.isPresent()) {
      repository = Optional.of(existing(store, name.get().repository()));
    }
    if (untagged.get()) {
      return new UntaggedList(
          repository
              .map(one -> Stream.of(one.name()))
              .orElseGet(() -> Pages.stream(store::repositories))
              .flatMap(one -> untagged(store.repository(one))));
    }
    if (name.isEmpty()) {
      return new RepositoryList(Pages.stream(store::repositories).map(RepositoryList.Line::new));
    }
    return name.get().reference().isEmpty()
        ? tags(repository.get())
        : content(repository.get(), name.get());
  }

  /// @throws OciException NAME_UNKNOWN
  static Repository existing(Store store, RepositoryName name) throws IOException {
    Repository repository = store.repository(name);
    if (repository.tags().list(Optional.empty(), 1).isEmpty()
        && repository.manifests().list(Optional.empty(), 1).isEmpty()) {
      throw new OciException(
          ErrorCode.NAME_UNKNOWN,
          "there is no repository " + name + "; nscr ls lists those there are");
    }
    return repository;
  }

  private TagList tags(Repository repository) {
    Stream<TagRow> rows =
        Pages.stream(
            (after, limit) -> repository.tags().list(after.map(row -> row.tag().value()), limit));
    return new TagList(repository.name(), rows.map(Pages.step(row -> line(repository, row))));
  }

  private static TagList.Line line(Repository repository, TagRow row) throws IOException {
    Optional<ManifestRow> manifest = repository.manifests().row(row.manifest());
    return new TagList.Line(
        ImageReference.of(row.repository(), row.tag()).toString(),
        row.tag(),
        row.manifest(),
        manifest.map(ManifestRow::mediaType),
        manifest.map(ManifestRow::pullSize),
        row.updated());
  }

  private static Stream<UntaggedList.Line> untagged(Repository repository) {
    Stream<ManifestRow> rows =
        Pages.stream(
            (after, limit) -> repository.manifests().list(after.map(ManifestRow::digest), limit));
    return rows.filter(row -> !Pages.step(repository.manifests()::isHeld).apply(row))
        .map(row ->
            new UntaggedList.Line(
                ImageReference.of(row.repository(), row.digest()).toString(),
                row.repository(),
                row.digest(),
                row.mediaType(),
                row.pullSize(),
                row.pushed()));
  }

  private Result content(Repository repository, ImageReference name) throws IOException {
    StoredManifest manifest = repository.manifests().get(name.reference().orElseThrow());
    // No switch: the JVM makes one over types anew at each start, which takes it 15 ms.
    if (manifest.parse() instanceof ImageManifest image) {
      return new LayerList(
          name, manifest.digest(), manifest.mediaType(), LayerList.lines(name, image));
    }
    ImageIndex index = (ImageIndex) manifest.parse();
    return new PlatformList(
        name,
        manifest.digest(),
        manifest.mediaType(),
        index.manifests().stream()
            .map(
                Pages.step(
                    child -> PlatformList.Line.of(name, child, size(repository, child.digest()))))
            .toList());
  }

  private static Optional<Long> size(Repository repository, Digest manifest) throws IOException {
    return repository.manifests().row(manifest).map(ManifestRow::pullSize);
  }
}
