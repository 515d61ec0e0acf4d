package nscr.torture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Some steps of the scripts of a seed, to be taken again.
///
/// @param scene what is to be around
/// @param ids of the steps, `worker:number`
public record Replay(String scene, List<String> ids) {

  public Replay {
    ids = List.copyOf(ids);
    Scene.parse(scene);
    if (ids.isEmpty() || !ids.stream().allMatch(id -> id.matches("[0-9]{1,3}:[0-9]{1,8}"))) {
      throw new IllegalArgumentException("steps are written 0:12,0:15,1:3");
    }
  }

  static Replay of(Scene scene, List<Step> steps) {
    return new Replay(scene.toString(), steps.stream().map(Step::id).toList());
  }

  /// Reads `scene/0:12,0:15,1:3`.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static Replay parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a replay is written hosted/0:12,0:15,1:3");
    }
    return new Replay(
        text.substring(0, slash), Arrays.asList(text.substring(slash + 1).split(",")));
  }

  List<Step> steps(Script script) {
    return ids.stream()
        .map(id -> id.split(":"))
        .filter(id -> Integer.parseInt(id[0]) < script.workers())
        .map(id -> script.step(Integer.parseInt(id[0]), Integer.parseInt(id[1])))
        .collect(Collectors.toList());
  }

  @Override
  public String toString() {
    return scene + "/" + String.join(",", ids);
  }
}
