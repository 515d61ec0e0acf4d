package nscr.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nscr.content.ContentSource;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.Quoted;
import nscr.oci.Tag;

/// An image, or an artifact, that was found in an archive.
///
/// @param root its manifest or index; its content, and that of everything below, is verified only
///   when it is opened
/// @param names as the archive spells them, complete ones and mere tags; empty when it gives none
/// @param companions manifests that belong to this image by a tag of a fixed form, such as cosign's
///   `sha256-<hex>.sig`, and go where it goes
/// @param where the archive and, below its top, the directory: for messages
/// @param content where all of it is read from; images of one place share it
public record ArchivedImage(
    Descriptor root,
    List<String> names,
    Map<Tag, Descriptor> companions,
    String where,
    ContentSource content) {

  public ArchivedImage {
    Objects.requireNonNull(root);
    names = List.copyOf(names);
    companions = Collections.unmodifiableMap(new LinkedHashMap<>(companions));
    Objects.requireNonNull(where);
    Objects.requireNonNull(content);
  }

  /// What the image is called in a store, by its complete names, in their order. A name that is no
  /// valid one there is left out. A name by digest only is `repository@` the digest of [#root],
  /// whatever digest it was known by before.
  ///
  /// @param keepHost whether a registry's host stays, as the first component of the repository
  public Set<ImageReference> references(boolean keepHost) {
    Set<ImageReference> references = new LinkedHashSet<>();
    for (ImageName name : completeNames()) {
      try {
        ImageReference reference = name.reference(keepHost);
        boolean byDigest = reference.reference().filter(Digest.class::isInstance).isPresent();
        references.add(
            byDigest ? ImageReference.of(reference.repository(), root.digest()) : reference);
      } catch (OciException _) {
        continue;
      }
    }
    return references;
  }

  /// Every tag among the names, of complete ones and by itself, in their order.
  public List<Tag> tags() {
    List<Tag> tags = new ArrayList<>();
    completeNames().forEach(name -> name.tag().ifPresent(tags::add));
    names.stream()
        .filter(name -> !ImageName.isComplete(name) && Tag.isValid(name))
        .map(Tag::new)
        .forEach(tags::add);
    return tags.stream().distinct().toList();
  }

  private List<ImageName> completeNames() {
    return names.stream()
        .filter(ImageName::isComplete)
        .flatMap(name -> parsed(name).stream())
        .toList();
  }

  private static Optional<ImageName> parsed(String name) {
    try {
      return Optional.of(ImageName.parse(name));
    } catch (OciException _) {
      return Optional.empty();
    }
  }

  /// What was found, for the message that says that it is no usable name.
  public String found() {
    return names.isEmpty()
        ? root.digest() + " has no name"
        : root.digest()
            + " is only called "
            + names.stream().map(Quoted::of).collect(Collectors.joining(", "));
  }
}
