package nscr.torture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Which step a worker takes next. Any number of threads.
interface Plan {

  /// The next step of a worker; empty when it has none left.
  Optional<Step> next(int worker);

  /// Scripts, as they go on for ever, and which steps of them were handed out.
  final class Endless implements Plan {
    private final Script script;
    private final int[] numbers;
    private final List<Step> taken = new ArrayList<>();

    Endless(Script script) {
      this.script = script;
      this.numbers = new int[script.workers()];
    }

    @Override
    public synchronized Optional<Step> next(int worker) {
      Step step = script.step(worker, numbers[worker]++);
      taken.add(step);
      return Optional.of(step);
    }

    /// Forgets what was handed out so far.
    synchronized void turnPage() {
      taken.clear();
    }

    synchronized List<Step> taken() {
      return List.copyOf(taken);
    }
  }

  /// These steps, each worker's in the order given.
  static Plan of(List<Step> steps, int workers) {
    List<Queue<Step>> queues = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int own = worker;
      queues.add(new ArrayDeque<>(steps.stream().filter(s -> s.worker() == own).toList()));
    }
    return worker -> {
      synchronized (queues) {
        return Optional.ofNullable(queues.get(worker).poll());
      }
    };
  }
}
