package nscr.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Platform;
import nscr.oci.RepositoryName;

/// A kind of word on the command line.
///
/// @param label what the help calls it
/// @param parser reads it; throws [UsageException] or [OciException] when it makes no sense
/// @param source where such words come from, for whoever completes one
/// @param words those to choose from when the source is [Source#WORDS]; there may be others
public record Kind<T>(String label, Function<String, T> parser, Source source, List<String> words) {

  /// Where the words of a kind come from.
  public enum Source {
    /// From the typist's head.
    NOWHERE,
    /// From a short list.
    WORDS,
    FILES,
    DIRECTORIES,
    /// Files and directories, perhaps behind a form such as `oci:`.
    LOCATIONS,
    /// Names of commands.
    COMMANDS,
    REPOSITORIES,
    /// Repositories, and images in them by tag or digest.
    REFERENCES,
    /// Images by tag or digest.
    IMAGES,
    BLOBS,
    /// The tags of the repository that the first argument names.
    TAGS
  }

  public static final Kind<String> TEXT = new Kind<>("TEXT", text -> text);
  public static final Kind<Path> PATH = new Kind<>("FILE", Kind::path).from(Source.FILES);
  public static final Kind<Duration> DURATION = new Kind<>("DURATION", Units::duration);
  public static final Kind<Long> SIZE = new Kind<>("SIZE", Units::bytes);
  public static final Kind<Boolean> BOOLEAN =
      new Kind<>("true|false", Kind::truth).among("true", "false");
  public static final Kind<ImageReference> REFERENCE =
      new Kind<>("REF", Kind::reference).from(Source.REFERENCES);
  public static final Kind<ImageReference> MANIFEST =
      new Kind<>("REF", Kind::manifest).from(Source.IMAGES);
  public static final Kind<ImageReference> BLOB =
      new Kind<>("REPO@DIGEST", Kind::blob).from(Source.BLOBS);
  public static final Kind<RepositoryName> REPOSITORY =
      new Kind<>("REPO", RepositoryName::new).from(Source.REPOSITORIES);
  public static final Kind<Platform> PLATFORM =
      new Kind<>("PLATFORM", Platform::parse)
          .among("linux/amd64", "linux/arm64", "linux/arm/v7", "windows/amd64");
  public static final Kind<Digest> DIGEST = new Kind<>("DIGEST", Digest::parse);
  public static final Kind<MediaType> MEDIA_TYPE = new Kind<>("TYPE", MediaType::parse);

  public Kind {
    words = List.copyOf(words);
  }

  /// A kind whose words nobody can guess.
  public Kind(String label, Function<String, T> parser) {
    this(label, parser, Source.NOWHERE, List.of());
  }

  /// The same under another name.
  public Kind<T> called(String other) {
    return new Kind<>(other, parser, source, words);
  }

  /// The same, its words coming from `other`.
  public Kind<T> from(Source other) {
    return new Kind<>(label, parser, other, List.of());
  }

  /// The same, its words being these, or these before others.
  public Kind<T> among(String... choice) {
    return new Kind<>(label, parser, Source.WORDS, List.of(choice));
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new UsageException(nscr.oci.Quoted.of(text) + " is neither true nor false");
    };
  }

  /// An empty word is mostly a variable of a script that is not set; as a file name it would mean
  /// the current directory.
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new UsageException("an empty word names no file");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(nscr.oci.Quoted.of(text) + " is no file name: " + e.getReason());
    }
  }

  /// Tables show the beginnings of digests, which are no names.
  private static ImageReference reference(String text) {
    try {
      return ImageReference.parse(text);
    } catch (OciException e) {
      if (e.code() == ErrorCode.DIGEST_INVALID) {
        throw new UsageException(
            e.getMessage() + ". With --digests, ls and inspect show digests in full");
      }
      throw e;
    }
  }

  private static ImageReference manifest(String text) {
    ImageReference name = reference(text);
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
    ImageReference name = reference(text);
    if (!(name.reference().orElse(null) instanceof Digest)) {
      throw new UsageException("a blob is named by its digest: " + name.repository() + "@sha256:…");
    }
    return name;
  }
}
