package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.cli.Kind;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.UsageException;
import nscr.content.ContentSink;
import nscr.content.Copier;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.Platform;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.ManifestRow;
import nscr.rows.TagRow;
import nscr.store.Repository;
import nscr.store.Store;

/// The export of images: which manifests are meant, and their way into a sink.
final class ArchiveExport {

  /// What is wanted.
  ///
  /// @param referrers whether what refers to an image comes along
  /// @param name what the one image is to be called there
  record Choice(
      ExportForm form, Optional<Platform> platform, boolean referrers, Optional<String> name) {}

  /// A manifest to be exported.
  ///
  /// @param name there
  record Root(Repository repository, Descriptor descriptor, ImageReference name) {}

  private final Session session;
  private final Store store;
  private final Choice choice;

  ArchiveExport(Session session, Store store, Choice choice) {
    this.session = session;
    this.store = store;
    this.choice = choice;
  }

  /// What the references mean, in their order, each name once: an archive that lists one twice is a
  /// riddle to those who look for it.
  ///
  /// @throws OciException when something named is not there
  List<Root> roots(List<ImageReference> references) throws IOException {
    Map<ImageReference, Root> found = new LinkedHashMap<>();
    for (ImageReference reference : references) {
      List<Root> meant =
          reference.reference().isPresent()
              ? List.of(root(reference))
              : tagged(LsCommand.existing(store, reference.repository()));
      meant.forEach(root -> found.putIfAbsent(root.name(), root));
    }
    List<Root> roots = List.copyOf(found.values());
    if (choice.name().isEmpty()) {
      return roots;
    }
    if (roots.size() > 1) {
      throw new UsageException(
          choice.name().get() + " cannot be the name of " + roots.size() + " images");
    }
    Root only = roots.getFirst();
    return List.of(new Root(only.repository(), only.descriptor(), given(choice.name().get())));
  }

  /// A name from the command line. Of a docker-archive all names have tags; what has none there
  /// would be no name at all.
  private ImageReference given(String text) {
    ImageReference name = Kind.REFERENCE.parser().apply(text);
    return name.reference().isEmpty() && choice.form() == ExportForm.DOCKER_TAR
        ? ImageReference.of(name.repository(), new Tag("latest"))
        : name;
  }

  private List<Root> tagged(Repository repository) throws IOException {
    List<Root> roots = new ArrayList<>();
    Iterable<TagRow> tags =
        Pages.iterate(
            Pages.stream((after, limit) ->
                repository.tags().list(after.map(row -> row.tag().value()), limit)));
    for (TagRow tag : tags) {
      roots.add(root(ImageReference.of(repository.name(), tag.tag())));
    }
    if (roots.isEmpty()) {
      throw new OciException(
          ErrorCode.MANIFEST_UNKNOWN,
          "repository " + repository.name() + " has no tags; name a manifest by its digest");
    }
    return roots;
  }

  private Root root(ImageReference name) throws IOException {
    Repository repository = store.repository(name.repository());
    Descriptor named = repository.manifests().get(name.reference().orElseThrow()).descriptor();
    Descriptor meant = meant(repository, named, name);
    boolean byDigest = name.reference().orElse(null) instanceof Digest;
    return new Root(
        repository, meant, byDigest ? ImageReference.of(name.repository(), meant.digest()) : name);
  }

  /// The manifest that was named or, of an index, the one for the platform that was asked for; or
  /// for this one, if the format cannot hold an index.
  private Descriptor meant(Repository repository, Descriptor named, ImageReference name)
      throws IOException {
    Platforms platforms = new Platforms(repository.source());
    if (choice.platform().isPresent()) {
      return platforms.choose(named, choice.platform().get(), name.toString());
    }
    if (choice.form() != ExportForm.DOCKER_TAR || !named.mediaType().isIndex()) {
      return named;
    }
    Optional<Descriptor> own = Copier.resolve(repository.source(), named, Platform.host());
    Set<String> offered = platforms.of(named);
    if (own.isEmpty()) {
      throw new UsageException(
          name
              + " is for several platforms, and a docker archive holds one: say which with"
              + " --platform: "
              + String.join(", ", offered));
    }
    session.note(() ->
        name + ": only the image for " + Platform.host() + " of " + String.join(", ", offered));
    return own.get();
  }

  /// Puts everything into `sink` and finishes it.
  void run(List<Root> roots, ContentSink sink) throws IOException {
    try (ProgressDisplay progress = session.progress()) {
      ContentSink watched = new WatchedSink(sink, progress, session.interruption());
      Map<RepositoryName, Copier> copiers = new HashMap<>();
      for (Root root : roots) {
        progress.begin(root.name().toString(), size(root));
        Copier copier =
            copiers.computeIfAbsent(
                root.repository().name(),
                _ -> new Copier(root.repository().source(), watched, choice.referrers()));
        copier.copy(root.descriptor(), root.name());
        if (choice.referrers() && !choice.form().holdsImagesOnly()) {
          companions(root, copier);
        }
      }
      watched.finish();
    }
  }

  private static long size(Root root) throws IOException {
    return root.repository()
        .manifests()
        .row(root.descriptor().digest())
        .map(ManifestRow::contentSize)
        .orElse(-1L);
  }

  private void companions(Root root, Copier copier) throws IOException {
    for (TagRow companion : new Companions(root.repository()).of(root.descriptor())) {
      copier.copy(
          root.repository().manifests().get(companion.manifest()).descriptor(),
          ImageReference.of(root.name().repository(), companion.tag()));
    }
  }
}
