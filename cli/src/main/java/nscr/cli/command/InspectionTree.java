package nscr.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nscr.cli.Output;
import nscr.cli.Units;
import nscr.oci.Tag;

/// An inspection as people read it: what it is, then a tree of what is in it and about it.
final class InspectionTree {
  private static final int LONGEST_STEP = 60;

  private final Output out;

  InspectionTree(Output out) {
    this.out = out;
  }

  /// A line of the tree, and what stands below it.
  private record Node(String text, List<Node> children) {
    static Node leaf(String text) {
      return new Node(text, List.of());
    }
  }

  void print(Inspection root) throws IOException {
    out.line(root.name());
    field("digest", Optional.of(root.digest().toString()));
    field("type", Optional.of(root.mediaType().value()));
    field("artifact", root.artifactType());
    field("platform", root.platform());
    field("size", Optional.of(Units.size(root.size())));
    field("created", root.created());
    field("pushed", root.pushed().map(then -> Units.ago(then, Instant.now())));
    field("tags", Optional.of(tags(root)).filter(tags -> !tags.isEmpty()));
    field("subject", root.subject().map(Object::toString));
    print(below(root), "");
  }

  private void field(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      out.line("  " + padded(name, 10) + value.get());
    }
  }

  private static String tags(Inspection manifest) {
    return manifest.tags().stream().map(Tag::value).collect(Collectors.joining(", "));
  }

  private void print(List<Node> nodes, String indent) throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      boolean isLast = i == nodes.size() - 1;
      out.line((indent + (isLast ? "└── " : "├── ") + nodes.get(i).text()).stripTrailing());
      print(nodes.get(i).children(), indent + (isLast ? "    " : "│   "));
    }
  }

  private List<Node> below(Inspection manifest) {
    List<Node> nodes = new ArrayList<>();
    named(nodes, "annotations", manifest.annotations());
    named(nodes, "labels", manifest.labels());
    manifest.config().ifPresent(config -> nodes.add(Node.leaf(part("config", config))));
    layers(nodes, manifest);
    for (Inspection child : manifest.manifests()) {
      nodes.add(node(child, kind(child)));
    }
    if (!manifest.referrers().isEmpty()) {
      List<Node> referrers =
          manifest.referrers().stream()
              .map(referrer -> node(referrer, referrer.artifactType().orElse("manifest")))
              .toList();
      nodes.add(new Node("referrers", referrers));
    }
    return nodes;
  }

  private Node node(Inspection manifest, String what) {
    String tags = tags(manifest);
    String line = joined(what, out.digest(manifest.digest()), Units.size(manifest.size()));
    return new Node(tags.isEmpty() ? line : joined(line, tags), below(manifest));
  }

  /// Attestations are listed as images for no platform.
  private static String kind(Inspection child) {
    return child
        .platform()
        .map(platform -> platform.equals(Platforms.NONE) ? "attestation" : platform)
        .or(child::artifactType)
        .orElse("manifest");
  }

  private static void named(List<Node> nodes, String what, Map<String, String> values) {
    if (!values.isEmpty()) {
      List<Node> lines = new ArrayList<>();
      values.forEach((name, value) -> lines.add(Node.leaf(name + ": " + value)));
      nodes.add(new Node(what, lines));
    }
  }

  /// Each layer with the step that made it, as far as the history says so.
  private void layers(List<Node> nodes, Inspection manifest) {
    List<Config.Step> steps = manifest.history().stream().filter(step -> !step.empty()).toList();
    boolean isTold = steps.size() == manifest.layers().size();
    for (int i = 0; i < manifest.layers().size(); i++) {
      Inspection.Part layer = manifest.layers().get(i);
      String title =
          isTold
              ? steps.get(i).createdBy().orElse("")
              : layer
                  .annotations()
                  .map(all -> all.get("org.opencontainers.image.title"))
                  .orElse("");
      String line = part("layer", layer);
      nodes.add(Node.leaf(title.isBlank() ? line : joined(line, shortened(title))));
    }
  }

  private String part(String what, Inspection.Part part) {
    return joined(padded(what, 6), out.digest(part.digest()), padded(Units.size(part.size()), 6));
  }

  private static String shortened(String step) {
    String line = step.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_STEP ? line.substring(0, LONGEST_STEP - 1) + "…" : line;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String joined(String... words) {
    return String.join("  ", words);
  }
}
