package nscr.format;

/// What an archive of images is, as a directory or as a tar.
public enum ArchiveForm {
  OCI_LAYOUT("an OCI image layout"),
  DOCKER_ARCHIVE("a docker-archive"),
  SKOPEO_DIRECTORY("a directory of skopeo's dir:");

  private final String spoken;

  ArchiveForm(String spoken) {
    this.spoken = spoken;
  }

  /// As messages call it, with its article.
  public String spoken() {
    return spoken;
  }
}
