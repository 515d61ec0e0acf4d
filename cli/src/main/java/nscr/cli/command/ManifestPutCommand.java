package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.content.ContentException;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.Tag;
import nscr.store.Store;

/// `nscr manifest put`: a manifest as it is.
final class ManifestPutCommand implements Command {
  private final Given<ImageReference> reference;
  private final Given<Optional<Path>> input;
  private final Given<Optional<MediaType>> mediaType;

  ManifestPutCommand(Syntax syntax) {
    syntax
        .says(
            "REPO[:TAG|@DIGEST] [FILE|-] [--media-type TYPE]",
            "Puts a manifest into a repository, which must have what it needs already, and tags it."
                + " Prints its name and digest.")
        .examples(
            "nscr manifest put app:1 manifest.json",
            "nscr manifest get app:1 | nscr manifest put app:2",
            "jq -c '.annotations.by = \"me\"' m.json | nscr manifest put app:3 -");
    reference =
        syntax.argument(
            Kind.REFERENCE.called("REPO[:TAG|@DIGEST]"),
            "Where to; with a digest, which the manifest must have.");
    input =
        syntax.optionalArgument(
            Kind.PATH.called("FILE|-"), "The manifest; standard input unless named.");
    mediaType =
        syntax.option(Kind.MEDIA_TYPE, "What it is, if it does not say so itself.", "--media-type");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    ImageReference to = reference.get();
    byte[] content = read(session);
    Optional<Digest> expected = Optional.empty();
    List<Tag> tags = List.of();
    switch (to.reference().orElse(null)) {
      case Digest digest -> expected = Optional.of(digest);
      case Tag tag -> tags = List.of(tag);
      case null -> {
        // It is known by its digest alone.
      }
    }
    try (Store store = session.openOrMakeStore()) {
      Digest digest =
          store
              .repository(to.repository())
              .manifests()
              .put(mediaType.get().orElse(MediaType.OCTET_STREAM), content, expected, tags);
      ImageReference name = tags.isEmpty() ? ImageReference.of(to.repository(), digest) : to;
      session.show(new NameList(List.of(new NameList.Line(name, digest))));
    }
    return ExitCode.OK;
  }

  private byte[] read(Session session) throws IOException {
    try (InputStream in = RawContent.open(session, input.get())) {
      byte[] content = in.readNBytes(Manifest.LARGEST + 1);
      if (content.length > Manifest.LARGEST) {
        throw new ContentException(
            "this is larger than any manifest may be: " + Manifest.LARGEST + " bytes");
      }
      return content;
    }
  }
}
