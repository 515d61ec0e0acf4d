package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.ManifestRow;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;
import nscr.store.Store;

/// A store at a glance.
///
/// @param format the version of its rows and files
/// @param owner the process that has the store, in words; then all else is unknown
record StatusReport(
    Path store,
    String format,
    Optional<String> owner,
    Optional<Content> content,
    Optional<LastGc> lastGc)
    implements Result {

  /// What is in a store. Manifests are counted once in each repository that has them, blobs once.
  record Content(
      long repositories,
      long tags,
      long manifests,
      long blobs,
      long uploads,
      long blobBytes,
      long indexBytes) {

    static Content of(Path directory, Store store) throws IOException {
      long[] counts = new long[5];
      for (RepositoryName repository : Pages.iterate(Pages.stream(store::repositories))) {
        counts[0]++;
        store.rows().each(TagRow.in(repository), _ -> counts[1]++);
        store.rows().each(ManifestRow.in(repository), _ -> counts[2]++);
      }
      long[] bytes = {0};
      store
          .rows()
          .each(
              BlobRow.all(),
              blob -> {
                counts[3]++;
                bytes[0] += blob.size();
              });
      store.rows().each(UploadRow.all(), _ -> counts[4]++);
      return new Content(
          counts[0],
          counts[1],
          counts[2],
          counts[3],
          counts[4],
          bytes[0],
          StoreFiles.below(directory.resolve("index")));
    }
  }

  static StatusReport of(Path directory, Store store) throws IOException {
    return new StatusReport(
        directory,
        format(directory),
        Optional.empty(),
        Optional.of(Content.of(directory, store)),
        LastGc.of(store));
  }

  static StatusReport busy(Path directory, Optional<String> owner) throws IOException {
    return new StatusReport(
        directory,
        format(directory),
        Optional.of(owner.orElse("another process")),
        Optional.empty(),
        Optional.empty());
  }

  private static String format(Path directory) throws IOException {
    return Files.readString(directory.resolve("format")).strip();
  }

  @Override
  public void print(Output out) throws IOException {
    line(out, "store", store.toString());
    line(out, "format", format);
    line(out, "owner", owner.orElse("nobody"));
    if (content.isPresent()) {
      Content found = content.get();
      line(
          out,
          "content",
          String.join(
              ", ",
              Units.count(found.repositories(), "repository"),
              Units.count(found.tags(), "tag"),
              Units.count(found.manifests(), "manifest"),
              Units.count(found.blobs(), "blob")));
      line(
          out,
          "size",
          "blobs " + Units.size(found.blobBytes()) + ", index " + Units.size(found.indexBytes()));
      if (found.uploads() > 0) {
        line(out, "coming in", Units.count(found.uploads(), "upload"));
      }
      line(out, "last gc", lastGc.map(LastGc::sentence).orElse("never"));
    }
  }

  private static void line(Output out, String name, String value) throws IOException {
    out.line(name + " ".repeat(10 - name.length()) + value);
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(store.toString());
  }
}
