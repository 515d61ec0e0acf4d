package nscr.cli.manual;

import java.util.List;
import java.util.Map;

/// Which records commands answer with; one that is missing here is missing in the manual, and a
/// test says so.
final class Answers {
  private static final String ROOM = "nscr.cli.command.";

  static final Map<String, List<String>> OF_COMMANDS =
      Map.ofEntries(
          Map.entry("import", List.of("ImportReport")),
          Map.entry("export", List.of("ExportReport")),
          Map.entry(
              "ls",
              List.of("RepositoryList", "TagList", "PlatformList", "LayerList", "UntaggedList")),
          Map.entry("inspect", List.of("Inspection")),
          Map.entry("tag", List.of("NameList")),
          Map.entry("untag", List.of("NameList")),
          Map.entry("rm", List.of("RemovalReport")),
          Map.entry("du", List.of("DiskUse")),
          Map.entry("gc", List.of("GcResult")),
          Map.entry("check", List.of("CheckResult", "RepairResult")),
          Map.entry("backup", List.of("BackupResult")),
          Map.entry("restore", List.of("RestoreResult")),
          Map.entry("status", List.of("Status")),
          Map.entry("torture", List.of("TortureResult")),
          Map.entry("manifest put", List.of("NameList")),
          Map.entry("manifest rm", List.of("NameList")),
          Map.entry("blob put", List.of("BlobStat")),
          Map.entry("blob stat", List.of("BlobStat")),
          Map.entry("blob rm", List.of("NameList")),
          Map.entry("delete-image", List.of("RemovalReport")),
          Map.entry("gc-stats", List.of("GcStatsCommand$Stats")));

  private Answers() {}

  /// The record called `name`.
  static Class<?> type(String name) {
    try {
      return Class.forName(ROOM + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no command answers with a " + name, e);
    }
  }
}
