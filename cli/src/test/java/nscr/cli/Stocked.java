package nscr.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Fills stores for tests.
final class Stocked {
  static final Image APP = Image.of("one", "two");
  static final Image OTHER = Image.of("one", "three");
  static final Image MULTI = Image.index("linux/amd64", "linux/arm64");
  static final Image SIGNATURE = Image.about(APP.root(), "signed");

  private Stocked() {}

  /// app:1 and app:stable (signed), app:2, multi:1; APP and OTHER share a layer.
  static TestProgram stock(TestProgram nscr) throws IOException {
    Map<String, Image> images = new LinkedHashMap<>();
    images.put("app:1", APP);
    images.put("app:stable", APP);
    images.put("app:2", OTHER);
    images.put("multi:1", MULTI);
    images.put(" ", SIGNATURE);
    nscr.input(Archives.tar(Archives.layout(images))).run("import", "-").ok();
    return nscr;
  }
}
