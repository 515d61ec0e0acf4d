package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Interruption;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.format.Compression;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Platform;
import nscr.store.Store;

/// `nscr import`: archives into the store, each in one commit.
final class ImportCommand implements Command {
  private final Given<List<Location>> inputs;
  private final Given<Optional<ImageReference>> as;
  private final Given<Boolean> keepHost;
  private final Given<Optional<Platform>> platform;
  private final Given<Optional<Compression>> compression;
  private final Given<Boolean> dryRun;

  ImportCommand(Syntax syntax) {
    syntax
        .says(
            "[OPTIONS] [FILE|DIR|-]...",
            "Reads images from archives into the store: OCI image layouts, what docker save and"
                + " podman save write, skopeo's dir:, as directories or tars, plain or compressed."
                + " What an archive is, is found out. Each becomes visible at once when all of it"
                + " is verified, or not at all; what refers to an image, such as signatures, comes"
                + " along. Prints a line per image: its name, a tab, its digest.")
        .examples(
            "nscr import app.tar",
            "nscr import app.tar.zst --as team/app:1.0",
            "docker save app:1 | nscr import -",
            "nscr import oci:layout:1.0 --as app --platform linux/arm64");
    inputs =
        syntax.arguments(
            "0..*",
            Location.KIND,
            "Archives; - is standard input, which is read too when nothing is named. The form may"
                + " be said: oci:DIR[:NAME], oci-archive:FILE[:NAME], docker-archive:FILE[:NAME],"
                + " dir:DIR.");
    as =
        syntax.option(
            new Kind<>("REPO[:TAG]", ImportCommand::target).from(Kind.Source.REFERENCES),
            "What to call it. Without a tag, the archive's tags are kept.",
            "--as");
    keepHost =
        syntax.flag(
            "Keep a registry's host as the first part of the name: host/app:1, not app:1.",
            "--keep-host");
    platform =
        syntax.option(
            Kind.PLATFORM, "Only the image for this platform, such as linux/arm64.", "--platform");
    compression =
        syntax.option(
            new Kind<>("gzip|zstd", ImportCommand::compression).among("gzip", "zstd"),
            "Compress the layers of a docker archive, which are stored as they are otherwise.",
            "--compress");
    dryRun =
        syntax.flag(
            "Read and verify all, and say what would be there; change nothing.", "-n", "--dry-run");
  }

  private static ImageReference target(String text) {
    ImageReference target = ImageReference.parse(text);
    if (target.reference().orElse(null) instanceof Digest) {
      throw new UsageException("an image is called REPO or REPO:TAG; its digest is its own");
    }
    return target;
  }

  private static Compression compression(String text) {
    return switch (text) {
      case "gzip" -> Compression.GZIP;
      case "zstd" -> Compression.ZSTD;
      default -> throw new UsageException("layers are compressed with gzip or zstd, not " + text);
    };
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    List<Location> locations = locations(session);
    var choice =
        new ArchiveImport.Choice(new ImportNames(as.get(), keepHost.get()), platform.get());
    List<ImportReport.Image> images = new ArrayList<>();
    if (locations.getFirst().path().isEmpty()) {
      session.awaitInput();
    }
    try (Interruption.Guard _ = session.interruption().guard();
        DryStore dry = new DryStore();
        Store store = open(session, dry)) {
      ArchiveImport work = new ArchiveImport(session, store, choice, compression.get());
      for (Location location : locations) {
        List<ImportReport.Image> found = work.run(location, dryRun.get());
        images.addAll(found);
        if (!session.isJson()) {
          session.show(new ImportReport(found, dryRun.get()));
        }
      }
    } finally {
      // What was imported before a later archive failed is there, and so is part of the answer.
      if (session.isJson() && !images.isEmpty()) {
        session.show(new ImportReport(images, dryRun.get()));
      }
    }
    return ExitCode.OK;
  }

  private List<Location> locations(Session session) throws IOException {
    List<Location> named = inputs.get();
    for (Location location : named) {
      // Before the store is opened, let alone made.
      if (location.path().isPresent() && !Files.exists(location.path().get())) {
        throw new NoSuchFileException(location.path().get().toString());
      }
    }
    if (named.size() > 1 && as.get().flatMap(ImageReference::reference).isPresent()) {
      // The last of them would take the name away from the others.
      throw new UsageException(
          "%s cannot be the name of what is in %d archives. Say --as %s to keep their tags"
              .formatted(as.get().get(), named.size(), as.get().get().repository()));
    }
    if (!named.isEmpty()) {
      return named;
    }
    if (session.isInputTerminal()) {
      throw new UsageException("which archive? Name a file, or pipe one in");
    }
    return List.of(Location.STANDARD);
  }

  private Store open(Session session, DryStore dry) throws IOException {
    if (!dryRun.get()) {
      return session.openOrMakeStore();
    }
    Path format = session.storeDirectory().resolve("format");
    return Files.exists(format) ? session.openStore() : dry.make();
  }
}
