package nscr.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Interruption;
import nscr.cli.Kind;
import nscr.cli.OutputFile;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.content.ContentSink;
import nscr.format.DockerArchive;
import nscr.format.OciLayoutDirectory;
import nscr.format.OciLayoutTar;
import nscr.format.SkopeoDirectory;
import nscr.oci.ImageReference;
import nscr.oci.Platform;
import nscr.store.Store;

/// `nscr export`: images of the store into an archive.
final class ExportCommand implements Command {
  private final Given<List<ImageReference>> references;
  private final Given<Optional<Location>> output;
  private final Given<Optional<ExportForm>> format;
  private final Given<Optional<Platform>> platform;
  private final Given<Boolean> alone;

  ExportCommand(Syntax syntax) {
    syntax
        .says(
            "REF... [-o FILE|DIR|-] [--format oci|docker|dir] [OPTIONS]",
            "Writes images into an archive: an OCI image layout as a tar, on standard output,"
                + " unless said otherwise. It is complete, with every platform of an index and all"
                + " that refers to an image, and reproducible: the same content gives the same"
                + " bytes. A file appears when it is complete, or not at all.")
        .examples(
            "nscr export app:1 -o app.tar",
            "nscr export app:1 | ssh host nscr import -",
            "nscr export app:1 --format docker | docker load",
            "nscr export app other:2 | zstd > images.tar.zst",
            "nscr export app:1 -o oci:layout");
    references =
        syntax.arguments(
            "1..*", Kind.REFERENCE, "REPO:TAG, REPO@DIGEST, or REPO, which is all its tags.");
    output =
        syntax.option(
            Location.KIND,
            "Where to; - is standard output. The form may be said: oci:DIR[:NAME],"
                + " oci-archive:FILE[:NAME], docker-archive:FILE[:NAME], dir:DIR.",
            "-o",
            "--output");
    format =
        syntax.option(
            new Kind<>("FORMAT", ExportForm::parse).among("oci", "docker", "dir"),
            "oci: an image layout; docker: what docker load reads, for one platform; dir: skopeo's,"
                + " for one image.",
            "--format");
    platform =
        syntax.option(
            Kind.PLATFORM, "Of an index, only the image for this platform.", "--platform");
    alone = syntax.flag("Leave out what refers to the images.", "--no-referrers");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Location location = output.get().orElse(Location.STANDARD);
    ExportForm form = ExportForm.of(location, format.get());
    if (location.path().isEmpty()) {
      checkStandardOutput(session);
    }
    try (Interruption.Guard _ = session.interruption().guard();
        Store store = session.openStore()) {
      var choice = new ArchiveExport.Choice(form, platform.get(), !alone.get(), location.name());
      ArchiveExport export = new ArchiveExport(session, store, choice);
      List<ArchiveExport.Root> roots = export.roots(references.get());
      write(session, location, form, sink -> export.run(roots, sink));
      if (location.path().isPresent()) {
        session.show(ExportReport.of(location, roots));
      }
    }
    return ExitCode.OK;
  }

  private static void checkStandardOutput(Session session) {
    if (session.output().isTerminal()) {
      throw new UsageException(
          "an archive is nothing for a terminal: name a file with -o, or pipe it");
    }
    if (session.isJson()) {
      throw new UsageException(
          "--json and the archive cannot both go to standard output: name a file with -o");
    }
  }

  /// What is to be put into a sink.
  private interface Filling {
    void fill(ContentSink sink) throws IOException;
  }

  private static void write(Session session, Location location, ExportForm form, Filling filling)
      throws IOException {
    switch (form) {
      case OCI_DIRECTORY -> {
        try (var sink = OciLayoutDirectory.open(location.path().orElseThrow())) {
          filling.fill(sink);
        }
      }
      case SKOPEO_DIRECTORY -> {
        try (var sink = SkopeoDirectory.create(location.path().orElseThrow())) {
          filling.fill(sink);
        }
      }
      case OCI_TAR, DOCKER_TAR -> {
        if (location.path().isEmpty()) {
          filling.fill(tar(form, session.output().directly()));
        } else {
          writeFile(location.path().get(), form, filling);
        }
      }
    }
  }

  private static void writeFile(Path path, ExportForm form, Filling filling) throws IOException {
    if (Files.isDirectory(path)) {
      throw new UsageException(path + " is a directory; oci:" + path + " makes it an image layout");
    }
    try (OutputFile file = OutputFile.create(path);
        OutputStream out = file.stream()) {
      filling.fill(tar(form, out));
      out.flush();
      file.finish();
    }
  }

  private static ContentSink tar(ExportForm form, OutputStream out) {
    return form == ExportForm.DOCKER_TAR ? new DockerArchive(out) : new OciLayoutTar(out);
  }
}
