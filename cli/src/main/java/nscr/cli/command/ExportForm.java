package nscr.cli.command;

import java.util.Optional;
import nscr.cli.UsageException;

/// The forms in which images are exported.
enum ExportForm {
  OCI_TAR,
  OCI_DIRECTORY,
  DOCKER_TAR,
  SKOPEO_DIRECTORY;

  /// Reads `--format`; that an OCI layout may be a directory too is a matter of where it goes.
  static ExportForm parse(String text) {
    return switch (text) {
      case "oci" -> OCI_TAR;
      case "docker" -> DOCKER_TAR;
      case "dir" -> SKOPEO_DIRECTORY;
      default -> throw new UsageException("it is oci, docker or dir, not " + text);
    };
  }

  /// What to write at a location.
  ///
  /// @param said by `--format`
  /// @throws UsageException when the two do not fit
  static ExportForm of(Location location, Optional<ExportForm> said) {
    ExportForm form =
        switch (location.form()) {
          case ANY -> said.orElse(OCI_TAR);
          case OCI_DIRECTORY -> OCI_DIRECTORY;
          case OCI_ARCHIVE -> OCI_TAR;
          case DOCKER_ARCHIVE -> DOCKER_TAR;
          case SKOPEO_DIRECTORY -> SKOPEO_DIRECTORY;
        };
    boolean fits =
        said.isEmpty() || said.get() == form || said.get() == OCI_TAR && form == OCI_DIRECTORY;
    if (!fits) {
      throw new UsageException("--format says one thing and " + location.text() + " another");
    }
    if (form.isDirectory() && location.path().isEmpty()) {
      throw new UsageException("this format is a directory: name one with -o DIR");
    }
    location.path().filter(_ -> !form.isDirectory()).ifPresent(path -> checkPlain(path.toString()));
    return form;
  }

  /// The name of a compressed file would be a lie.
  private static void checkPlain(String file) {
    if (file.matches("(?s).*\\.(gz|tgz|zst|xz|bz2)")) {
      throw new UsageException(
          file + " would not be compressed: pipe it, as in nscr export … | zstd > FILE");
    }
  }

  boolean isDirectory() {
    return this == OCI_DIRECTORY || this == SKOPEO_DIRECTORY;
  }

  /// Whether there is room only for images to be run, not for what cosign keeps under tags.
  boolean holdsImagesOnly() {
    return this == DOCKER_TAR || this == SKOPEO_DIRECTORY;
  }
}
