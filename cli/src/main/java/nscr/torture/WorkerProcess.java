package nscr.torture;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import nscr.torture.Step.Way;

/// A [Worker] that was started: it can be asked, and be killed while it is at work. One thread
/// asks.
final class WorkerProcess implements Closeable {
  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;
  private volatile boolean killed;
  private volatile boolean over;

  private WorkerProcess(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// @param errors where it says what goes wrong
  static WorkerProcess start(ProcessBuilder builder, Path errors) throws IOException {
    return new WorkerProcess(
        builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start());
  }

  boolean isAlive() {
    // One that ended is not yet seen to be dead when its answer is seen not to come.
    return !killed && !over && process.isAlive();
  }

  Outcome perform(Step step, Way way) {
    try {
      String line = step.worker() + " " + step.number() + " " + way + "\n";
      in.write(line.getBytes(StandardCharsets.US_ASCII));
      in.flush();
      String answer = out.readLine();
      if (answer != null) {
        return Outcome.parse(answer);
      }
    } catch (IOException e) {
      // As when there is no answer.
      return noAnswer();
    }
    return noAnswer();
  }

  private Outcome noAnswer() {
    over = true;
    return killed
        ? new Outcome.Unknown("killed")
        : new Outcome.Failed("the process that did it ended by itself");
  }

  /// With SIGKILL.
  void kill() {
    killed = true;
    process.destroyForcibly();
  }

  /// Ends it and waits until it has.
  @Override
  public void close() throws IOException {
    try {
      in.close();
    } catch (IOException e) {
      // It is gone already.
      killed = true;
    }
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
      process.waitFor();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
