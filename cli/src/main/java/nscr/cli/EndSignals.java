package nscr.cli;

import java.io.Closeable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The signals that end what would run for ever, while this is open: SIGTERM, Ctrl-C, and the end
/// of the terminal. The first asks for the end, and a second one ends the process at once.
///
/// Java itself knows only that the process is to end, not why, and its exit code is then 143 even
/// when all went well, which systemd and others take for a failure. What tells is `sun.misc.Signal`
/// of the module jdk.unsupported; the compiler warns of it and cannot be told not to, hence the
/// reflection. Where it is missing, and for signals of no name here, the end is as orderly, and the
/// exit code is Java's.
public final class EndSignals implements Closeable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::endWithProcess, "end");
  private volatile ExitCode code = ExitCode.INTERRUPTED;

  private EndSignals() {}

  /// Begins to listen.
  public static EndSignals open() {
    EndSignals signals = new EndSignals();
    Runtime.getRuntime().addShutdownHook(signals.hook);
    signals.handle("TERM", ExitCode.OK);
    signals.handle("INT", ExitCode.INTERRUPTED);
    return signals;
  }

  /// Waits for a signal; answers what the process is to end with.
  ///
  /// @return empty when none came for so long
  public Optional<ExitCode> await(Duration longest) throws InterruptedException {
    return asked.await(longest.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(code)
        : Optional.empty();
  }

  private void handle(String name, ExitCode then) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      came(then);
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      // Missing, or this process was started to ignore that signal, as nohup does.
      if (!(e instanceof InvocationTargetException || e instanceof ClassNotFoundException)) {
        throw new IllegalStateException("this Java handles signals in another way", e);
      }
    }
  }

  private void came(ExitCode then) {
    if (asked.getCount() == 0) {
      // What a shell sees of a process that a signal ended.
      Runtime.getRuntime().halt(then == ExitCode.OK ? 143 : ExitCode.INTERRUPTED.number());
    }
    code = then;
    asked.countDown();
  }

  private void endWithProcess() {
    asked.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Everything has ended that was asked to.
  @Override
  public void close() {
    closed.countDown();
  }
}
