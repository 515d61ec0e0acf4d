import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Lints a chart strictly and renders it.
///
///     java Render.java CHART VALUES TO
public final class Render {
  private Render() {}

  public static void main(String[] arguments) throws IOException {
    Helm helm = new Helm(Path.of(arguments[0]));
    LintResult lint = helm.lint().strict().call();
    if (lint.isFailed()) {
      throw new IOException("helm lint: " + lint.getMessages());
    }
    Files.writeString(
        Path.of(arguments[2]),
        helm.template().withName("registry").withValuesFile(Path.of(arguments[1])).call());
  }
}
