package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Reference;
import nscr.oci.Tag;
import nscr.store.Store;

/// `nscr manifest put`: a manifest into a repository that has what it needs.
final class ManifestPutCommand implements Command {
  private final Given<ImageReference> target;
  private final Given<Optional<Location>> input;
  private final Given<Optional<MediaType>> mediaType;

  ManifestPutCommand(Syntax syntax) {
    syntax
        .says(
            "REPO[:TAG|@DIGEST] [FILE|-] [--media-type TYPE]",
            "Stores a manifest, byte for byte, and prints its name and digest. Everything it needs"
                + " must be in the repository; its subject need not.")
        .examples(
            "nscr manifest put app:2 manifest.json",
            "nscr manifest get app:1 | nscr manifest put app:copy -");
    target =
        syntax.argument(
            Kind.REFERENCE.called("REPO[:TAG|@DIGEST]"),
            "Where it goes; with @DIGEST, the digest it must have.");
    input =
        syntax.optionalArgument(
            Location.KIND.called("FILE|-"), "The manifest; standard input if left out.");
    mediaType =
        syntax.option(
            Kind.MEDIA_TYPE, "Its type, for a manifest that does not say.", "--media-type");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Location from = input.get().orElse(Location.STANDARD);
    if (from.path().isEmpty() && session.isInputTerminal()) {
      throw new UsageException("which manifest? Name a file, or pipe it in");
    }
    byte[] content = read(session, from);
    session.output().outlastReader();
    try (Store store = session.openOrMakeStore()) {
      Optional<Reference> reference = target.get().reference();
      Digest digest =
          store
              .repository(target.get().repository())
              .manifests()
              .put(
                  mediaType.get().orElse(MediaType.OCTET_STREAM),
                  content,
                  reference.filter(Digest.class::isInstance).map(Digest.class::cast),
                  reference.stream().filter(Tag.class::isInstance).map(Tag.class::cast).toList());
      ImageReference name =
          reference.isPresent()
              ? target.get()
              : ImageReference.of(target.get().repository(), digest);
      MediaType type = Manifest.parse(mediaType.get(), content).mediaType();
      var image = new ImportReport.Image(name.toString(), digest, type, from.spoken());
      session.show(new ImportReport(List.of(image), false));
    }
    return ExitCode.OK;
  }

  private static byte[] read(Session session, Location from) throws IOException {
    try (InputStream in =
        from.path().isPresent() ? Files.newInputStream(from.path().get()) : session.input()) {
      byte[] content = in.readNBytes(Manifest.LARGEST + 1);
      if (content.length > Manifest.LARGEST) {
        throw new OciException(
            ErrorCode.SIZE_INVALID,
            from.spoken()
                + " is larger than a manifest may be, which is "
                + Manifest.LARGEST
                + " bytes");
      }
      return content;
    }
  }
}
