package nscr.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nscr.cli.UsageException;
import nscr.content.ContentException;
import nscr.format.ArchivedImage;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// What images of an archive are to be called in the store.
///
/// @param as what the user said
/// @param keepHost whether a registry's host stays part of a name
record ImportNames(Optional<ImageReference> as, boolean keepHost) {
  private static final Tag LATEST = new Tag("latest");

  /// An image and what it is to be called.
  record NamedImage(ArchivedImage image, Set<ImageReference> names) {}

  /// The names of each image, in the archive's order.
  ///
  /// @throws ContentException when one has no usable name, or two have the same
  /// @throws UsageException when one name is given to several images
  List<NamedImage> of(List<ArchivedImage> images) throws ContentException {
    if (images.size() > 1 && as.flatMap(ImageReference::reference).isPresent()) {
      throw new UsageException(
          "%s cannot be the name of all %d images in %s: %s. Say --as %s to keep their tags"
              .formatted(
                  as.get(),
                  images.size(),
                  images.getFirst().where(),
                  images.stream().map(ImportNames::describe).collect(Collectors.joining(", ")),
                  as.get().repository()));
    }
    List<NamedImage> named = new ArrayList<>();
    Map<ImageReference, ArchivedImage> owners = new LinkedHashMap<>();
    for (ArchivedImage image : images) {
      Set<ImageReference> found = of(image);
      for (ImageReference name : found) {
        ArchivedImage other = owners.putIfAbsent(name, image);
        if (other != null && !other.root().digest().equals(image.root().digest())) {
          throw new ContentException(
              "%s: two images would be %s: %s and %s. Take one of them at a time"
                  .formatted(image.where(), name, other.root().digest(), image.root().digest()));
        }
      }
      named.add(new NamedImage(image, found));
    }
    return named;
  }

  private Set<ImageReference> of(ArchivedImage image) throws ContentException {
    if (as.isEmpty()) {
      Set<ImageReference> found = image.references(keepHost);
      if (found.isEmpty()) {
        String example = image.tags().isEmpty() ? "REPO:TAG" : "REPO";
        throw new ContentException(
            image.where() + ": " + image.found() + ". Say what to call it: --as " + example);
      }
      return found;
    }
    if (as.get().reference().isPresent()) {
      return Set.of(as.get());
    }
    RepositoryName repository = as.get().repository();
    Set<ImageReference> found = new LinkedHashSet<>();
    image.tags().forEach(tag -> found.add(ImageReference.of(repository, tag)));
    return found.isEmpty() ? Set.of(ImageReference.of(repository, LATEST)) : found;
  }

  private static String describe(ArchivedImage image) {
    return image.root().digest().algorithm().label()
        + ":"
        + image.root().digest().shortHex()
        + "…"
        + (image.names().isEmpty() ? "" : " (" + String.join(" ", image.names()) + ")");
  }
}
