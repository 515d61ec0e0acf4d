package nscr.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nscr.cli.Kind;
import nscr.cli.UsageException;
import nscr.format.ArchiveForm;
import nscr.oci.Quoted;

/// A place for images outside the store: a file or a directory, perhaps with its form said as other
/// tools say it (`oci-archive:app.tar:app:1`), or standard input or output.
///
/// A file whose own name begins like that is reached as `./oci:name`.
///
/// @param path empty for standard input or output
/// @param name which image in it, when the spelling says so
/// @param text as it was typed
record Location(Form form, Optional<Path> path, Optional<String> name, String text) {

  /// What is said to be at a location.
  enum Form {
    /// Nothing is said.
    ANY("", false, Optional.empty()),
    OCI_DIRECTORY("oci:", true, Optional.of(ArchiveForm.OCI_LAYOUT)),
    OCI_ARCHIVE("oci-archive:", false, Optional.of(ArchiveForm.OCI_LAYOUT)),
    DOCKER_ARCHIVE("docker-archive:", false, Optional.of(ArchiveForm.DOCKER_ARCHIVE)),
    SKOPEO_DIRECTORY("dir:", true, Optional.of(ArchiveForm.SKOPEO_DIRECTORY));

    private final String prefix;
    private final boolean isDirectory;
    private final Optional<ArchiveForm> archive;

    Form(String prefix, boolean isDirectory, Optional<ArchiveForm> archive) {
      this.prefix = prefix;
      this.isDirectory = isDirectory;
      this.archive = archive;
    }

    /// What the content is then; empty when nothing is said.
    Optional<ArchiveForm> archive() {
      return archive;
    }

    boolean isDirectory() {
      return isDirectory;
    }
  }

  static final Location STANDARD = new Location(Form.ANY, Optional.empty(), Optional.empty(), "-");

  static final Kind<Location> KIND =
      new Kind<>("FILE|DIR|-", Location::parse).from(Kind.Source.LOCATIONS);

  /// @throws UsageException for places that are no files
  static Location parse(String text) {
    if (text.equals("-")) {
      return STANDARD;
    }
    if (text.startsWith("docker://") || text.startsWith("oci://") && !text.startsWith("oci:///")) {
      throw new UsageException(Quoted.of(text) + " is in a registry; nscr reads and writes files");
    }
    if (text.startsWith("ocidir://")) {
      return in(Form.OCI_DIRECTORY, text.substring("ocidir://".length()), text);
    }
    for (Form form : Form.values()) {
      if (form != Form.ANY && text.startsWith(form.prefix)) {
        return in(form, text.substring(form.prefix.length()), text);
      }
    }
    return new Location(
        Form.ANY, Optional.of(Kind.PATH.parser().apply(text)), Optional.empty(), text);
  }

  private static Location in(Form form, String rest, String text) {
    int colon = rest.indexOf(':');
    boolean hasName =
        colon > 0 && form != Form.SKOPEO_DIRECTORY && !Files.exists(Kind.PATH.parser().apply(rest));
    String path = hasName ? rest.substring(0, colon) : rest;
    if (path.isEmpty()) {
      throw new UsageException(Quoted.of(text) + " names no file");
    }
    return new Location(
        form,
        path.equals("-") ? Optional.empty() : Optional.of(Kind.PATH.parser().apply(path)),
        hasName ? Optional.of(rest.substring(colon + 1)) : Optional.empty(),
        text);
  }

  /// As messages call it, when it is read.
  String spoken() {
    return path.map(Path::toString).orElse("standard input");
  }
}
