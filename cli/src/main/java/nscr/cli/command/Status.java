package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;

/// A store at a glance.
///
/// @param format the version of its rows and files
/// @param owner which other process has the index open
/// @param role what this process was to the index: owner, guest or reader; empty when the owner did
///   not answer, and then the rest is not known
/// @param networkFileSystem the kind of network file system the store is on, if it is on one
record Status(
    Path store,
    String format,
    Optional<String> owner,
    Optional<String> role,
    Optional<String> networkFileSystem,
    Optional<Contents> contents,
    Optional<LastGc> lastGc)
    implements Result {

  /// @param blobBytes of all blobs together, each once
  /// @param indexBytes of the index on disk
  record Contents(
      long repositories,
      long manifests,
      long tags,
      long blobs,
      long blobBytes,
      long uploads,
      long indexBytes) {}

  /// What the last gc removed, and when it ended.
  record LastGc(Instant ended, long manifests, long blobs, long freedBytes) {}

  @Override
  public void print(Output out) throws IOException {
    out.line("store         " + store);
    out.line("format        " + format);
    out.line("in use by     " + owner.orElse("nobody else"));
    out.line("this process  " + role.map(Status::said).orElse("got no answer"));
    if (networkFileSystem.isPresent()) {
      out.line("file system   " + networkFileSystem.get() + ", on a network");
    }
    if (contents.isPresent()) {
      Contents all = contents.get();
      out.line("repositories  " + all.repositories());
      out.line("tags          " + all.tags());
      out.line("manifests     " + all.manifests());
      out.line("blobs         " + all.blobs() + ", " + Units.size(all.blobBytes()));
      out.line("index         " + Units.size(all.indexBytes()));
      out.line("uploads       " + all.uploads());
    }
    if (role.isPresent()) {
      out.line("last gc       " + lastGc.map(gc -> said(gc)).orElse("never"));
    }
  }

  private static String said(String role) {
    return switch (role) {
      case "owner" -> "opened the index itself";
      case "guest" -> "asked that one";
      default -> "may only read";
    };
  }

  static String said(LastGc gc) {
    return Units.ago(gc.ended(), Instant.now())
        + ", removed "
        + Units.count(gc.manifests(), "manifest")
        + " and "
        + Units.count(gc.blobs(), "blob")
        + ", freed "
        + Units.size(gc.freedBytes());
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(store.toString());
  }
}
