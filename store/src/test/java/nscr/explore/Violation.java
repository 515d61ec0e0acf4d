package nscr.explore;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import nscr.blob.BlobFile;
import nscr.index.Entry;

/// A schedule after which something is wrong.
///
/// @param trace who did what, and what came of it
/// @param end the store's rows and files then
record Violation(String what, List<String> trace, List<String> end) {

  static Violation of(String what, List<String> trace, World world) throws IOException {
    List<String> end = new java.util.ArrayList<>();
    for (Entry entry : world.entries()) {
      end.add(entry.key().startsWith("m ") ? entry.key() : Value.show(entry));
    }
    for (Map.Entry<BlobFile, byte[]> file : world.files().entrySet()) {
      end.add("file " + file.getKey() + " of " + file.getValue().length + " bytes");
    }
    return new Violation(Content.named(what), named(trace), named(end));
  }

  private static List<String> named(List<String> lines) {
    return lines.stream().map(Content::named).toList();
  }

  @Override
  public String toString() {
    return what
        + "\nafter\n  "
        + String.join("\n  ", trace)
        + "\nwith\n  "
        + String.join("\n  ", end);
  }
}
