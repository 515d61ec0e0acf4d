import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the images of an OCI layout into the files of a docker-registry that does not run, as its pushes would have left
/// them: pushing thousands of images would measure something else. Manifests are image manifests; names are REPOSITORY:TAG.
///
///     java FillRegistry.java LAYOUT ROOT
public final class FillRegistry {
  private static final Pattern IMAGE =
      Pattern.compile("\"digest\":\"sha256:([0-9a-f]{64})\"[^{]*\\{\"org.opencontainers.image.ref.name\":\"([^\":]+):([^\"]+)\"");
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"sha256:([0-9a-f]{64})\"");

  private final Path layout;
  private final Path root;

  private FillRegistry(Path layout, Path root) {
    this.layout = layout;
    this.root = root.resolve("docker/registry/v2");
  }

  public static void main(String[] args) throws IOException {
    new FillRegistry(Path.of(args[0]), Path.of(args[1])).fill();
  }

  private void fill() throws IOException {
    Matcher images = IMAGE.matcher(Files.readString(layout.resolve("index.json")));
    while (images.find()) {
      image(images.group(1), root.resolve("repositories/" + images.group(2)), images.group(3));
    }
  }

  private void image(String manifest, Path repository, String tag) throws IOException {
    blob(manifest);
    link(repository.resolve("_manifests/revisions/sha256/" + manifest), manifest);
    link(repository.resolve("_manifests/tags/" + tag + "/current"), manifest);
    link(repository.resolve("_manifests/tags/" + tag + "/index/sha256/" + manifest), manifest);
    Matcher blobs = DIGEST.matcher(Files.readString(layout.resolve("blobs/sha256/" + manifest)));
    while (blobs.find()) {
      blob(blobs.group(1));
      link(repository.resolve("_layers/sha256/" + blobs.group(1)), blobs.group(1));
    }
  }

  private void blob(String hex) throws IOException {
    Path data = root.resolve("blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
    if (!Files.exists(data)) {
      Files.createDirectories(data.getParent());
      Files.copy(layout.resolve("blobs/sha256/" + hex), data);
    }
  }

  private static void link(Path directory, String hex) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("link"), ("sha256:" + hex).getBytes(StandardCharsets.US_ASCII));
  }
}
