package nscr.explore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import nscr.blob.BlobName;
import nscr.index.Entry;
import nscr.oci.Descriptor;
import nscr.oci.Manifest;
import nscr.rows.ManifestChanges;

/// What must be true of a store: at every moment, and when gc has removed what it can.
///
/// It reads the keys and files as they stand, not through the code under test.
final class Invariants {
  private final World world;
  private final TreeMap<String, String> rows = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  private Invariants(World world) throws IOException {
    this.world = world;
    for (Entry entry : world.entries()) {
      rows.put(entry.key(), entry.value().text().substring(17));
    }
  }

  /// What is wrong with a store at work; empty when nothing is.
  static List<String> broken(World world) throws IOException {
    Invariants invariants = new Invariants(world);
    invariants.rows.forEach(invariants::checkSafe);
    return invariants.broken;
  }

  /// What is left in a store that should have no garbage any more.
  static List<String> garbage(World world) throws IOException {
    Invariants invariants = new Invariants(world);
    invariants.rows.forEach(invariants::checkNeeded);
    invariants.checkFiles();
    return invariants.broken;
  }

  private void checkSafe(String key, String value) {
    String[] word = key.split(" ");
    switch (word[0]) {
      case "b" -> {
        Optional<byte[]> content = world.blobs().content(fileOf(key, value));
        expect(content.isPresent(), "S1: no file for " + key);
        content.ifPresent(bytes ->
            expect(
                nscr.oci.Digest.of(bytes).toString().equals(word[1]),
                "S1: the file has other bytes than " + key + " says"));
      }
      case "l" -> expect(rows.containsKey("b " + word[1]), "S2: no blob row for " + key);
      case "m" -> expect(has("r", word[1], "m", word[2]), "S3: no manifest row for " + key);
      case "e" -> expect(has("r", word[1], "m", word[3]), "S3: no manifest row for " + key);
      case "r" -> checkRepository(key, word, value);
      default -> {
        // Reviews and uploads rely on nothing.
      }
    }
  }

  private void checkRepository(String key, String[] word, String value) {
    switch (word[2]) {
      case "m" -> checkManifest(key, word[1], word[3]);
      case "t" -> {
        String manifest = value.split(" ")[0];
        expect(has("r", word[1], "m", manifest), "S4: no manifest for " + key);
        expect(has("r", word[1], "n", manifest, word[3]), "S4: no name row for " + key);
      }
      case "n" -> {
        String tag = rows.getOrDefault(String.join(" ", "r", word[1], "t", word[4]), "");
        expect(tag.startsWith(word[3]), "S4: no tag for " + key);
      }
      case "s" -> expect(has("r", word[1], "m", word[4]), "S3: no manifest row for " + key);
      default -> expect(false, "no such row: " + key);
    }
  }

  private void checkManifest(String key, String repository, String digest) {
    expect(has("m", repository, digest), "S3: no content for " + key);
    Manifest manifest = Content.find(nscr.oci.Digest.parse(digest)).orElseThrow().manifest();
    for (Descriptor child : manifest.children()) {
      String name = child.digest().toString();
      boolean there =
          ManifestChanges.isManifestChild(manifest, child)
              ? has("r", repository, "m", name)
              : has("l", name, repository);
      expect(there, "S3: " + key + " without its child " + name);
      expect(has("e", repository, name, digest), "S3: " + key + " without the edge to " + name);
    }
    manifest
        .subject()
        .ifPresent(subject ->
            expect(
                has("r", repository, "s", subject.digest().toString(), digest),
                "S3: " + key + " without its referrer row"));
  }

  private void checkNeeded(String key, String value) {
    String[] word = key.split(" ");
    switch (word[0]) {
      case "q" -> expect(false, "L: not settled: " + key);
      case "u", "k" -> expect(false, "L: not expired: " + key);
      case "l" -> expect(any("e", word[2], word[1]), "L: nothing needs " + key);
      case "b" -> expect(any("l", word[1]), "L: nothing needs " + key);
      case "r" -> {
        if (word[2].equals("m")) {
          expect(isNeeded(word[1], word[3], value), "L: nothing needs " + key);
        }
      }
      default -> {
        // The others stand and fall with the manifest's row, which is S3.
      }
    }
  }

  private boolean isNeeded(String repository, String digest, String value) {
    String subject = value.split(" ")[4];
    return any("r", repository, "n", digest)
        || any("e", repository, digest)
        || has("r", repository, "m", subject);
  }

  private void checkFiles() {
    TreeSet<String> named = new TreeSet<>();
    rows.forEach((key, value) -> {
      if (key.startsWith("b ")) {
        named.add(fileOf(key, value).toString());
      }
    });
    world
        .files()
        .keySet()
        .forEach(file -> expect(named.contains(file.toString()), "L: nothing names file " + file));
  }

  private static BlobName fileOf(String key, String value) {
    return new BlobName(nscr.oci.Digest.parse(key.substring(2)), value.split(" ")[2]);
  }

  private boolean has(String... words) {
    return rows.containsKey(String.join(" ", words));
  }

  private boolean any(String... words) {
    String prefix = String.join(" ", words) + " ";
    String first = rows.ceilingKey(prefix);
    return first != null && first.startsWith(prefix);
  }

  private void expect(boolean holds, String what) {
    if (!holds) {
      broken.add(what);
    }
  }
}
