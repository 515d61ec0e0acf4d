package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/// Many threads on one index. What each does follows from the seed that is printed; how they meet
/// does not.
final class Race {
  private static final int THREADS = 8;

  private Race() {}

  private static Random seeded(String what) {
    long seed = System.nanoTime();
    System.out.println(what + ": seed " + seed);
    return new Random(seed);
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }

  private static long number(Optional<Bytes> value) {
    return value.map(bytes -> Long.parseLong(bytes.text())).orElse(0L);
  }

  private static Optional<Bytes> bytes(long number) {
    return Optional.of(Bytes.ofText(Long.toString(number)));
  }

  /// Threads count up three counters by conditional commits; each also reads its own.
  static void counters(IndexBackend index) throws Exception {
    Random seeds = seeded("counters");
    List<Callable<long[]>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(seeds.nextLong());
      tasks.add(() -> {
        long[] counted = new long[3];
        for (int i = 0; i < 60; i++) {
          int counter = random.nextInt(counted.length);
          count(index, "c " + counter);
          counted[counter]++;
        }
        return counted;
      });
    }
    List<long[]> counted = together(tasks);
    for (int counter = 0; counter < 3; counter++) {
      int which = counter;
      assertEquals(
          counted.stream().mapToLong(one -> one[which]).sum(), number(index.get("c " + counter)));
    }
  }

  /// One thread counts up few counters; others read them over and over, alone and in a scan: none
  /// sees one that is older than what was committed before it asked, or than what it saw before.
  static void readersOfFew(IndexBackend index) throws Exception {
    Random seeds = seeded("readers of few");
    AtomicLongArray committed = new AtomicLongArray(3);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    Random counting = new Random(seeds.nextLong());
    AtomicBoolean over = new AtomicBoolean();
    tasks.add(() -> {
      try {
        for (int i = 0; i < 300; i++) {
          int counter = counting.nextInt(committed.length());
          Optional<Bytes> next = bytes(committed.get(counter) + 1);
          assertTrue(index.commit(new Batch(Map.of(), Map.of("c " + counter, next))));
          committed.incrementAndGet(counter);
        }
        return true;
      } finally {
        over.set(true);
      }
    });
    for (int thread = 1; thread < THREADS; thread++) {
      Random random = new Random(seeds.nextLong());
      tasks.add(() -> {
        long[] seen = new long[committed.length()];
        while (!over.get()) {
          int counter = random.nextInt(seen.length);
          long least = Math.max(seen[counter], committed.get(counter));
          String key = "c " + counter;
          seen[counter] =
              random.nextInt(8) > 0
                  ? number(index.get(key))
                  : index.scan(key, key + "!", 1).stream()
                      .mapToLong(entry -> number(Optional.of(entry.value())))
                      .sum();
          assertTrue(seen[counter] >= least, key + " is " + seen[counter] + " after " + least);
        }
        return true;
      });
    }
    together(tasks);
  }

  private static void count(IndexBackend index, String key) throws IOException {
    while (true) {
      Optional<Bytes> before = index.get(key);
      long next = number(before) + 1;
      if (index.commit(new Batch(Map.of(key, before), Map.of(key, bytes(next))))) {
        assertTrue(number(index.get(key)) >= next, "a thread reads what it committed");
        return;
      }
    }
  }

  /// Threads move amounts between accounts while one looks whether the sum is ever another.
  static void transfers(IndexBackend index) throws Exception {
    Random seeds = seeded("transfers");
    Map<String, Optional<Bytes>> accounts = new HashMap<>();
    for (int account = 0; account < 10; account++) {
      accounts.put("a " + account, bytes(100));
    }
    index.commit(new Batch(Map.of(), accounts));
    CountDownLatch moving = new CountDownLatch(THREADS);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(seeds.nextLong());
      tasks.add(() -> {
        try {
          for (int i = 0; i < 60; i++) {
            move(index, "a " + random.nextInt(5), "a " + (5 + random.nextInt(5)));
          }
        } finally {
          moving.countDown();
        }
        return null;
      });
    }
    tasks.add(() -> {
      do {
        List<Entry> all = index.scan("a ", "a!", 100);
        LongStream amounts = all.stream().mapToLong(one -> number(Optional.of(one.value())));
        assertEquals(1000, amounts.sum());
      } while (moving.getCount() > 0);
      return null;
    });
    together(tasks);
  }

  private static void move(IndexBackend index, String from, String to) throws IOException {
    Optional<Bytes> less = index.get(from);
    Optional<Bytes> more = index.get(to);
    index.commit(
        new Batch(
            Map.of(from, less, to, more),
            Map.of(from, bytes(number(less) - 1), to, bytes(number(more) + 1))));
  }

  /// Threads read and write until the index is closed under them: each then gets an IOException.
  ///
  /// @return the keys whose commits were answered with true
  static List<String> close(IndexBackend index) throws Exception {
    CountDownLatch busy = new CountDownLatch(THREADS);
    List<Callable<List<String>>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = "t" + thread + " ";
      tasks.add(() -> workUntilClosed(index, prefix, busy));
    }
    tasks.add(() -> {
      busy.await();
      index.close();
      return List.of();
    });
    return together(tasks).stream().flatMap(List::stream).toList();
  }

  private static List<String> workUntilClosed(
      IndexBackend index, String prefix, CountDownLatch busy) {
    List<String> acknowledged = new ArrayList<>();
    try {
      for (int i = 0; ; i++) {
        index.scan("", "~", 50);
        index.get(prefix + i);
        if (index.commit(new Batch(Map.of(), Map.of(prefix + i, bytes(i))))) {
          acknowledged.add(prefix + i);
        }
        busy.countDown();
      }
    } catch (IOException e) {
      return acknowledged;
    }
  }
}
