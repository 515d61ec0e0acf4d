package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nscr.cli.Interruption;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.command.ImportNames.NamedImage;
import nscr.content.ContentException;
import nscr.content.ContentSink;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.format.ArchiveReader;
import nscr.format.ArchivedImage;
import nscr.format.Compression;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.Platform;
import nscr.oci.RepositoryName;
import nscr.store.Import;
import nscr.store.Store;

/// The import of archives: each is read, the images that were asked for are chosen and named, and
/// all of it is committed together.
final class ArchiveImport {

  /// Which images, and under which names.
  record Choice(ImportNames names, Optional<Platform> platform) {}

  private final Session session;
  private final Store store;
  private final Choice choice;
  private final Optional<Compression> compression;

  ArchiveImport(Session session, Store store, Choice choice, Optional<Compression> compression) {
    this.session = session;
    this.store = store;
    this.choice = choice;
    this.compression = compression;
  }

  /// Imports one archive, in one commit.
  ///
  /// @param isDry whether the commit is left out
  List<ImportReport.Image> run(Location location, boolean isDry) throws IOException {
    Interruption interruption = session.interruption();
    try (ProgressDisplay progress = session.progress();
        Import into = store.beginImport()) {
      ArchiveReader reader = new ArchiveReader(WatchedSink.spool(into, interruption), progress);
      ArchiveReader compressing = compression.map(reader::compressing).orElse(reader);
      List<ArchivedImage> images =
          read(location.form().archive().map(compressing::expecting).orElse(compressing), location);
      List<ImportReport.Image> imported = new ArrayList<>();
      ContentSink sink = new WatchedSink(into, counting(location, progress), interruption);
      for (NamedImage named : choice.names().of(meant(images, location))) {
        imported.addAll(copy(named, sink, location));
      }
      if (!isDry) {
        sink.finish();
      }
      return imported;
    }
  }

  private List<ArchivedImage> read(ArchiveReader reader, Location location) throws IOException {
    if (location.path().isEmpty()) {
      InputStream in = session.input();
      return reader.read(in, location.spoken());
    }
    Path path = location.path().get();
    boolean isDirectory = Files.isDirectory(path);
    if (location.form() != Location.Form.ANY
        && Files.exists(path)
        && isDirectory != location.form().isDirectory()) {
      throw new ContentException(
          location.text() + ": it is " + (isDirectory ? "a directory" : "no directory"));
    }
    return reader.open(path);
  }

  /// A tar was counted while it was read; a directory is only read now.
  private static Progress counting(Location location, Progress progress) {
    if (location.path().filter(Files::isDirectory).isEmpty()) {
      return Progress.NONE;
    }
    progress.begin(location.spoken(), -1);
    return progress;
  }

  /// The images that the location's own name means: all when it has none.
  private static List<ArchivedImage> meant(List<ArchivedImage> images, Location location) {
    if (location.name().isEmpty()) {
      return images;
    }
    String name = location.name().get();
    List<ArchivedImage> found = images.stream().filter(image -> isCalled(image, name)).toList();
    if (found.isEmpty()) {
      throw new OciException(
          ErrorCode.MANIFEST_UNKNOWN,
          location.spoken()
              + " has no image called "
              + name
              + ": "
              + images.stream().map(ArchivedImage::found).collect(Collectors.joining("; ")));
    }
    return found;
  }

  private static boolean isCalled(ArchivedImage image, String name) {
    return image.names().contains(name)
        || image.references(false).stream().anyMatch(reference -> reference.toString().equals(name))
        || image.tags().stream().anyMatch(tag -> tag.value().equals(name));
  }

  private List<ImportReport.Image> copy(NamedImage named, ContentSink sink, Location location)
      throws IOException {
    ArchivedImage image = named.image();
    Descriptor root = choose(image);
    boolean isWhole = root.digest().equals(image.root().digest());
    List<ImportReport.Image> imported = new ArrayList<>();
    // One for each repository: what refers to the image is to be found in all of them.
    Map<RepositoryName, Copier> copiers = new HashMap<>();
    for (ImageReference name : named.names()) {
      Copier copier =
          copiers.computeIfAbsent(name.repository(), _ -> new Copier(image.content(), sink, true));
      ImageReference own =
          name.reference().orElse(null) instanceof Digest
              ? ImageReference.of(name.repository(), root.digest())
              : name;
      copier.copy(root, own);
      imported.add(
          new ImportReport.Image(own.toString(), root.digest(), root.mediaType(), location.text()));
    }
    for (var copier : copiers.entrySet()) {
      for (var companion : image.companions().entrySet()) {
        if (isWhole || companion.getKey().value().contains(root.digest().hex())) {
          copier
              .getValue()
              .copy(companion.getValue(), ImageReference.of(copier.getKey(), companion.getKey()));
        }
      }
    }
    return imported;
  }

  /// The image itself or, when a platform was asked for, the one for that.
  private Descriptor choose(ArchivedImage image) throws IOException {
    Platforms platforms = new Platforms(image.content());
    if (choice.platform().isPresent()) {
      Descriptor chosen =
          platforms.choose(
              image.root(), choice.platform().get(), image.where() + ": " + called(image));
      if (!platforms.missing(chosen).isEmpty()) {
        throw missing(image, platforms);
      }
      return chosen;
    }
    if (!platforms.missing(image.root()).isEmpty()) {
      throw missing(image, platforms);
    }
    return image.root();
  }

  private static String called(ArchivedImage image) {
    return image.names().stream().findFirst().orElseGet(() -> image.root().digest().toString());
  }

  private ContentException missing(ArchivedImage image, Platforms platforms) throws IOException {
    Set<String> here = platforms.of(image.root());
    List<Descriptor> missing = platforms.missing(image.root());
    missing.forEach(child -> child.platform().ifPresent(gone -> here.remove(gone.toString())));
    String gone =
        missing.stream()
            .map(child ->
                child
                    .platform()
                    .map(Platform::toString)
                    .filter(name -> !name.equals(Platforms.NONE))
                    .orElse(child.digest().toString()))
            .distinct()
            .collect(Collectors.joining(", "));
    return new ContentException(
        "%s: %s lists %s, not in the archive (docker save leaves out the platforms that were not pulled)%s"
            .formatted(
                image.where(),
                image.root().digest(),
                gone,
                here.isEmpty()
                    ? ""
                    : ". Take one that is there, such as --platform " + here.iterator().next()));
  }
}
