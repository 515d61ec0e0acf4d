package nscr.torture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// Does things by running the program, a process for each. One thread at a time; another may kill.
final class CommandHand implements Hand {
  private final Launch launch;
  private final Path store;
  private final Path temporary;
  private final Goods goods;
  private final Mercy mercy;
  private Optional<Process> running = Optional.empty();
  private boolean killed;

  /// @param temporary a directory for archives, used by nobody else
  CommandHand(Launch launch, Path store, Path temporary, Goods goods, Mercy mercy) {
    this.launch = launch;
    this.store = store;
    this.temporary = temporary;
    this.goods = goods;
    this.mercy = mercy;
  }

  @Override
  public Outcome perform(Operation operation) {
    return Outcomes.of(() ->
        switch (operation) {
          case Operation.Import load -> load(load);
          case Operation.Export(var repository, var tag) -> export(repository, tag);
          case Operation.Release(var repository, var tag) ->
              run("rm", "-q", repository + ":" + tag);
          case Operation.Clear(var repository) -> run("rm", "-q", "-r", repository.value());
          case Operation.Retag(var repository, var from, var to) ->
              run("tag", "-q", repository + ":" + from, to.value());
          case Operation.Untag(var repository, var tag) ->
              run("untag", "-q", repository + ":" + tag);
          case Operation.DeleteManifest(var repository, var piece) ->
              run("manifest", "rm", "-q", repository + "@" + piece.digest());
          case Operation.ListTags(var repository) -> list(repository);
          case Operation.Collect _ ->
              mercy == Mercy.NONE
                  ? run("gc", "-q", "--grace", "0s", "--untagged", "0s", "--uploads", "1s")
                  : run("gc", "-q");
          case Operation.Check _ -> run("check", "-q");
          default -> new Outcome.Undone("there is no such command");
        });
  }

  private Outcome load(Operation.Import load) throws IOException {
    ImageReference name = ImageReference.of(load.repository(), load.tag());
    Path archive = temporary.resolve("import.tar");
    Files.write(
        archive,
        StoreHand.archive(goods.source(), load.piece().descriptor(), name, load.referrers()));
    return run("import", "-q", archive.toString());
  }

  private Outcome export(RepositoryName repository, Tag tag) throws IOException {
    Path file = temporary.resolve("export.tar");
    ImageReference name = ImageReference.of(repository, tag);
    Outcome outcome = run("export", "-q", "--no-referrers", "-o", file.toString(), name.toString());
    if (!(outcome instanceof Outcome.Done)) {
      return outcome;
    }
    byte[] found = Files.readAllBytes(file);
    for (Piece piece : goods.manifests()) {
      if (Arrays.equals(
          found, StoreHand.archive(goods.source(), piece.descriptor(), name, false))) {
        return Outcome.seen(piece.digest());
      }
    }
    return new Outcome.Wrong("the export of " + name + " is nothing that was ever pushed");
  }

  private Outcome list(RepositoryName repository) throws IOException {
    Outcome outcome = run("ls", "-q", repository.value());
    if (outcome instanceof Outcome.Refused) {
      // There is no such repository.
      return Outcome.DONE;
    }
    return outcome instanceof Outcome.Done(var lines)
        ? new Outcome.Done(
            lines.stream().map(line -> line.substring(line.lastIndexOf(':') + 1)).toList())
        : outcome;
  }

  /// Runs a command; what it printed is what was seen, for listings.
  private Outcome run(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("--store", store.toString(), "--wait", "20s"));
    all.addAll(List.of(words));
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    Process process = begin(all, out, err);
    try {
      int code = process.waitFor();
      return outcome(code, words, Files.readAllLines(out), Files.readString(err));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      end();
    }
  }

  private synchronized Process begin(List<String> words, Path out, Path err) throws IOException {
    killed = false;
    Process process =
        launch
            .program(words.toArray(String[]::new))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    running = Optional.of(process);
    return process;
  }

  private synchronized void end() {
    running = Optional.empty();
  }

  /// Kills the command that is running.
  ///
  /// @return false when none is
  synchronized boolean kill() {
    killed = running.isPresent();
    running.ifPresent(Process::destroyForcibly);
    return killed;
  }

  private synchronized Outcome outcome(int code, String[] words, List<String> out, String err) {
    String said = err.replaceAll("\\s+", " ").strip();
    return switch (code) {
      case 0 -> words[0].equals("ls") ? new Outcome.Done(out) : Outcome.DONE;
      case 3 -> new Outcome.Refused(ErrorCode.MANIFEST_UNKNOWN, said);
      case 4 -> new Outcome.Refused(ErrorCode.DENIED, said);
      case 6 -> new Outcome.Unknown(said);
      case 7 -> new Outcome.Wrong("nscr " + words[0] + " found damage: " + out + " " + said);
      default -> {
        if (killed) {
          yield new Outcome.Unknown("killed");
        }
        yield said.contains("o space left")
            ? new Outcome.Unknown(said)
            : new Outcome.Failed("nscr " + words[0] + " ended with " + code + ": " + said);
      }
    };
  }
}
