package nscr.cli.command;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Interruption;
import nscr.cli.Kind;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.content.ContentSink;
import nscr.content.Copier;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.TagRow;
import nscr.store.Import;
import nscr.store.Repository;
import nscr.store.Store;
import nscr.store.StoredManifest;

/// `nscr tag`: more names for an image, in its repository or another.
final class TagCommand implements Command {
  private final Given<ImageReference> reference;
  private final Given<List<NewName>> tags;

  /// A tag to be given.
  ///
  /// @param repository the image's own when it is empty
  private record NewName(Optional<RepositoryName> repository, Tag tag) {

    /// Reads a bare tag, or a name in full; a colon or a slash tells them apart.
    static NewName parse(String text) {
      if (!text.contains(":") && !text.contains("/")) {
        return new NewName(Optional.empty(), new Tag(text));
      }
      ImageReference name = ImageReference.parse(text);
      return switch (name.reference().orElse(null)) {
        case Tag tag -> new NewName(Optional.of(name.repository()), tag);
        case Digest _ -> throw new UsageException(name + " is a digest, which nobody can choose");
        case null -> throw new UsageException(name + " names no tag: say " + name + ":TAG");
      };
    }

    ImageReference in(RepositoryName own) {
      return ImageReference.of(repository.orElse(own), tag);
    }
  }

  TagCommand(Syntax syntax) {
    syntax
        .says(
            "REF TAG...",
            "Gives an image more tags, moving those that exist, all at once. In another repository"
                + " the image is copied, with all it needs and what refers to it; no bytes of"
                + " layers move.")
        .examples(
            "nscr tag app:1.4.2 1.4 1 latest",
            "nscr tag app:1.4.2 prod/app:1.4.2",
            "nscr tag app@sha256:… rescued");
    reference = syntax.argument(Kind.MANIFEST, "The image: REPO:TAG or REPO@DIGEST.");
    tags =
        syntax.arguments(
            "1..*",
            new Kind<>("TAG", NewName::parse).from(Kind.Source.TAGS),
            "Tags in the same repository, or REPO:TAG.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    ImageReference from = reference.get();
    Set<ImageReference> names = new LinkedHashSet<>();
    tags.get().forEach(tag -> names.add(tag.in(from.repository())));
    try (Interruption.Guard _ = session.interruption().guard();
        Store store = session.openStore()) {
      Repository repository = store.repository(from.repository());
      StoredManifest manifest = repository.manifests().get(from.reference().orElseThrow());
      if (names.stream().allMatch(name -> name.repository().equals(from.repository()))) {
        repository.tags().put(manifest.digest(), tags.get().stream().map(NewName::tag).toList());
      } else {
        copy(session, store, repository, manifest.descriptor(), names);
      }
      session.show(
          new NameList(
              names.stream().map(name -> new NameList.Line(name, manifest.digest())).toList()));
    }
    return ExitCode.OK;
  }

  private static void copy(
      Session session, Store store, Repository from, Descriptor manifest, Set<ImageReference> names)
      throws IOException {
    try (ProgressDisplay progress = session.progress();
        Import into = store.beginImport()) {
      ContentSink sink = new WatchedSink(into, progress, session.interruption());
      Map<RepositoryName, Copier> copiers = new HashMap<>();
      for (ImageReference name : names) {
        copiers
            .computeIfAbsent(name.repository(), _ -> new Copier(from.source(), sink, true))
            .copy(manifest, name);
      }
      copiers.remove(from.name());
      for (TagRow companion : new Companions(from).of(manifest)) {
        Descriptor content = from.manifests().get(companion.manifest()).descriptor();
        for (var copier : copiers.entrySet()) {
          copier.getValue().copy(content, ImageReference.of(copier.getKey(), companion.tag()));
        }
      }
      sink.finish();
    }
  }
}
