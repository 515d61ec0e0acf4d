package nscr.cli.command;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import nscr.server.LoggedRequest;
import nscr.server.RequestId;

/// The log of a server, in place of what this process logged to before, until it is closed.
final class ServerLog extends Handler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("nscr.server");

  /// Held, as loggers are forgotten with their levels when nobody does.
  private final Logger root = Logger.getLogger("");

  private final Logger framework = Logger.getLogger("io.helidon");
  private final Logger connections = Logger.getLogger("io.helidon.webserver.http1");
  private final List<Handler> before = List.of(root.getHandlers());
  private final LogForm form;
  private final PrintStream out;

  private ServerLog(LogForm form, PrintStream out) {
    this.form = form;
    this.out = out;
  }

  static ServerLog open(LogForm form, PrintStream out) {
    ServerLog log = new ServerLog(form, out);
    log.before.forEach(log.root::removeHandler);
    log.root.addHandler(log);
    // It tells of its starts and ends, and of every client that speaks no HTTP.
    log.framework.setLevel(Level.WARNING);
    log.connections.setLevel(Level.SEVERE);
    return log;
  }

  /// Tells of something that is as it should be.
  static void tell(String message) {
    LOG.log(System.Logger.Level.INFO, message);
  }

  /// Logs a request that is over.
  void request(LoggedRequest request) {
    out.println(form.of(request));
  }

  @Override
  public void publish(LogRecord told) {
    if (isLoggable(told)) {
      out.println(form.of(told, RequestId.current()));
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    root.removeHandler(this);
    before.forEach(root::addHandler);
    framework.setLevel(null);
    connections.setLevel(null);
  }
}
