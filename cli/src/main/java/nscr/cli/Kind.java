package nscr.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Platform;
import nscr.oci.RepositoryName;

/// A kind of word on the command line.
///
/// @param label what the help calls it
/// @param parser reads it; throws [UsageException] or [OciException] when it makes no sense
public record Kind<T>(String label, Function<String, T> parser) {
  public static final Kind<String> TEXT = new Kind<>("TEXT", text -> text);
  public static final Kind<Path> PATH = new Kind<>("FILE", Kind::path);
  public static final Kind<Duration> DURATION = new Kind<>("DURATION", Units::duration);
  public static final Kind<Long> SIZE = new Kind<>("SIZE", Units::bytes);
  public static final Kind<ImageReference> REFERENCE = new Kind<>("REF", ImageReference::parse);
  public static final Kind<ImageReference> MANIFEST = new Kind<>("REF", Kind::manifest);
  public static final Kind<ImageReference> BLOB = new Kind<>("REPO@DIGEST", Kind::blob);
  public static final Kind<RepositoryName> REPOSITORY = new Kind<>("REPO", RepositoryName::new);
  public static final Kind<Platform> PLATFORM = new Kind<>("PLATFORM", Platform::parse);
  public static final Kind<Digest> DIGEST = new Kind<>("DIGEST", Digest::parse);
  public static final Kind<MediaType> MEDIA_TYPE = new Kind<>("TYPE", MediaType::parse);

  /// The same under another name.
  public Kind<T> called(String other) {
    return new Kind<>(other, parser);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(nscr.oci.Quoted.of(text) + " is no file name: " + e.getReason());
    }
  }

  private static ImageReference manifest(String text) {
    ImageReference name = ImageReference.parse(text);
    if (name.reference().isEmpty()) {
      throw new UsageException(
          name
              + " is a repository: name one image in it, such as "
              + name
              + ":TAG (nscr ls "
              + name
              + " lists them)");
    }
    return name;
  }

  private static ImageReference blob(String text) {
    ImageReference name = ImageReference.parse(text);
    if (!(name.reference().orElse(null) instanceof Digest)) {
      throw new UsageException("a blob is named by its digest: " + name.repository() + "@sha256:…");
    }
    return name;
  }
}
