package nscr.cli;

/// What `nscr --version` prints; the build fills it in. A constant: to read a file of the jar the
/// JVM reads the jar's whole directory first, which is a fifth of what `nscr --version` costs.
final class Version {
  static final String TEXT = "nscr ${project.version}\n";

  private Version() {}
}
