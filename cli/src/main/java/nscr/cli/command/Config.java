package nscr.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Json;
import nscr.oci.OciException;
import nscr.oci.Platform;

/// What an image's config says that a person wants to know. Configs of artifacts may be anything,
/// so nothing in one is an error here: what is not as the spec has it is not there.
///
/// Spec: image-spec "Image Configuration".
///
/// @param created as it is written there
/// @param steps how each layer, and what is none, came to be
record Config(
    Optional<Platform> platform,
    Optional<String> created,
    Map<String, String> labels,
    List<Step> steps) {
  static final Config EMPTY = new Config(Optional.empty(), Optional.empty(), Map.of(), List.of());

  /// One entry of `history`.
  ///
  /// @param empty whether it made no layer
  record Step(
      Optional<String> created,
      Optional<String> createdBy,
      Optional<String> comment,
      boolean empty) {}

  static Config parse(byte[] bytes) {
    Json json;
    try {
      json = Json.parse(bytes);
    } catch (OciException e) {
      return EMPTY;
    }
    Map<String, String> labels = new LinkedHashMap<>();
    json.member("config")
        .flatMap(config -> config.member("Labels"))
        .ifPresent(found ->
            found
                .members()
                .forEach((name, value) -> value.text().ifPresent(text -> labels.put(name, text))));
    return new Config(
        platform(json),
        text(json, "created"),
        labels,
        json.member("history").map(Json::elements).orElse(List.of()).stream()
            .map(Config::step)
            .toList());
  }

  private static Step step(Json json) {
    boolean empty = json.member("empty_layer").flatMap(Json::bool).orElse(false);
    return new Step(text(json, "created"), text(json, "created_by"), text(json, "comment"), empty);
  }

  private static Optional<Platform> platform(Json json) {
    Optional<String> os = text(json, "os");
    Optional<String> architecture = text(json, "architecture");
    return os.isEmpty() || architecture.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Platform(
                os.get(), architecture.get(), text(json, "variant"), text(json, "os.version")));
  }

  private static Optional<String> text(Json json, String name) {
    return json.member(name).flatMap(Json::text).filter(text -> !text.isEmpty());
  }
}
