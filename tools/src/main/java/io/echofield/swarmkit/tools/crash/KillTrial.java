package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One folder, and processes that write to it and are killed, one after the other. The seed gives
 * the batches and the moments; where a moment falls is up to the machine. One thread.
 */
final class KillTrial {
  /** Where a child is when the wait for its kill begins, and how long that is at most. */
  private enum Moment {
    OPENING(30_000),
    FIRST_BATCH(30_000),
    WRITING(80_000);

    private final int waitMicrosMax;

    Moment(int waitMicrosMax) {
      this.waitMicrosMax = waitMicrosMax;
    }

    String words() {
      return "killed after " + name().toLowerCase(Locale.ROOT).replace('_', ' ') + " began";
    }
  }

  private static final List<Moment> MOMENTS =
      List.of(Moment.OPENING, Moment.FIRST_BATCH, Moment.WRITING, Moment.WRITING);

  private final long seed;
  private final ChildJvm jvm;
  private final Path node;
  private final Trials trials;
  private final Load load;
  private final SplittableRandom random;
  private long acknowledged;
  private long begun;

  KillTrial(long seed, ChildJvm jvm, Path folder, Trials trials) {
    this.jvm = jvm;
    this.seed = seed;
    this.node = folder.resolve("node");
    this.trials = trials;
    this.load = new Load(seed);
    this.random = new SplittableRandom(seed);
  }

  void run(int kills) throws BrokenPromise, IOException, InterruptedException {
    for (int left = kills; left > 0; left--) {
      Moment moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
      int micros = random.nextInt(moment.waitMicrosMax);
      try (Child child = Child.start(List.of(), jvm, CrashWriter.class, node, seed)) {
        write(child, moment, micros);
      }
      trials.tick();
      // Now and then the next process recovers what was left, and may be killed while it does.
      if (left == 1 || random.nextInt(3) > 0) {
        inspect();
      }
    }
    trials.findings().count("batches acknowledged", acknowledged);
  }

  private void write(Child child, Moment moment, int micros)
      throws BrokenPromise, IOException, InterruptedException {
    boolean alive = child.awaitOpen();
    if (alive && moment != Moment.OPENING) {
      alive = awaitBegin(child);
    }
    if (alive && moment == Moment.WRITING) {
      alive = child.awaitAcknowledgement();
    }
    if (!alive) {
      throw new BrokenPromise("the process ended by itself: " + child.lastWords(), node);
    }
    TimeUnit.MICROSECONDS.sleep(micros);
    child.kill();
    long last = child.awaitEnd();
    if (!child.lastWords().isEmpty()) {
      throw new BrokenPromise("the process failed: " + child.lastWords(), node);
    }
    trials.findings().count(moment.words());
    acknowledged = Math.max(acknowledged, last);
    begun = Math.max(begun, acknowledged + 1);
    look();
  }

  private boolean awaitBegin(Child child) throws BrokenPromise, IOException {
    Optional<Long> found = child.awaitBegin();
    if (found.isPresent() && (found.get() < acknowledged || found.get() > begun)) {
      throw new BrokenPromise(
          "%d to %d batches were written but the next process found %d"
              .formatted(acknowledged, begun, found.get()),
          node);
    }
    return found.isPresent();
  }

  /** What the kill has interrupted, as the folder shows it. */
  private void look() throws IOException {
    if (!Files.isDirectory(node.resolve("runs"))) {
      return;
    }
    try (Stream<Path> files = Files.list(node.resolve("runs"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      if (names.stream().anyMatch(name -> name.endsWith(".tmp"))) {
        trials.findings().count("a run was unfinished");
      }
      long first = names.stream().filter(name -> name.endsWith(".seal")).count();
      long starts =
          names.stream()
              .filter(name -> name.endsWith(".seal"))
              .map(name -> name.substring(0, name.indexOf('-')))
              .distinct()
              .count();
      if (starts < first) {
        trials.findings().count("a merged run was beside its parts");
      }
    }
  }

  private void inspect() throws BrokenPromise {
    Inspection inspection = Inspection.of(TestStore.in(node), node, load, acknowledged, begun);
    trials.findings().opened(inspection.withoutLoss(node));
    acknowledged = inspection.batches();
    begun = acknowledged;
  }
}
