package nscr.cli.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nscr.cli.UsageException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One setting of a file in YAML, which is a mapping of keys to words or lists of words.
///
/// A word is taken as it is written: `10m`, `0` and `true` mean what they mean on a command line.
///
/// @param place the file's name and the line, as in `nscr.yaml:3`
record YamlSetting(String place, String key, List<String> values) {
  YamlSetting {
    values = List.copyOf(values);
  }

  /// Reads a file: its settings in their order. An empty file has none.
  ///
  /// @throws UsageException saying file and line, when it is no such YAML
  /// @throws IOException when it cannot be read
  static List<YamlSetting> read(Path file) throws IOException {
    try {
      var compose = new Compose(LoadSettings.builder().setAllowNonScalarKeys(true).build());
      List<YamlSetting> settings = new ArrayList<>();
      Node root = compose.composeString(Files.readString(file)).orElse(null);
      if (root == null || isNothing(root)) {
        return settings;
      }
      if (!(root instanceof MappingNode mapping)) {
        throw new UsageException(
            place(file, root) + ": a mapping is expected, such as gc-every: 10m");
      }
      for (NodeTuple entry : mapping.getValue()) {
        settings.add(setting(file, entry));
      }
      return settings;
    } catch (CharacterCodingException e) {
      throw new UsageException(file + " is not UTF-8");
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> place(file, mark)).orElse(file.toString());
      throw new UsageException(where + ": this is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new UsageException(file + ": this is no YAML: " + e.getMessage());
    }
  }

  private static YamlSetting setting(Path file, NodeTuple entry) {
    var bare =
        new YamlSetting(place(file, entry.getKeyNode()), key(file, entry.getKeyNode()), List.of());
    return new YamlSetting(bare.place, bare.key, values(bare.where(), entry.getValueNode()));
  }

  private static String key(Path file, Node node) {
    if (node instanceof ScalarNode scalar && !isNothing(node)) {
      return scalar.getValue();
    }
    throw new UsageException(place(file, node) + ": a key is a word, such as gc-every");
  }

  private static List<String> values(String what, Node node) {
    if (node instanceof SequenceNode list) {
      List<String> values = new ArrayList<>();
      for (Node element : list.getValue()) {
        values.add(value(what, element));
      }
      return values;
    }
    return List.of(value(what, node));
  }

  private static String value(String what, Node node) {
    if (isNothing(node)) {
      throw new UsageException(what + " has no value");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new UsageException(what + " has " + kind(node) + " where a word is expected");
  }

  private static String kind(Node node) {
    return node instanceof MappingNode ? "a mapping" : "a list";
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String place(Path file, Node node) {
    return node.getStartMark().map(mark -> place(file, mark)).orElse(file.toString());
  }

  private static String place(Path file, Mark mark) {
    return file + ":" + (mark.getLine() + 1);
  }

  /// The setting as a person looks for it: `nscr.yaml:3: gc-every`.
  String where() {
    return place + ": " + key;
  }
}
