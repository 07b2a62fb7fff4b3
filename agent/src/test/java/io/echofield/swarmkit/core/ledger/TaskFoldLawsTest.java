package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The merge law of one task, for histories that no honest node would write. */
class TaskFoldLawsTest {
  private static final int SEEDS = 40;
  private static final int ENTRIES = 40;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows({"M-1", "M-2", "M-3", "M-4", "M-5", "M-6", "M-7", "M-13"})
  void theFoldIsWhatPlainSearchFinds(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> entries = stored(histories.ofOneTask(ENTRIES));
    TaskFold fold = new TaskFold(histories.swarm.hash());
    for (Standing standing : ToyStanding.several(histories)) {
      TaskView view = fold.fold(entries, standing).orElseThrow();
      DumbTask dumb = new DumbTask(histories.swarm.hash(), standing, entries);
      assertThat(view.counts()).isEqualTo(dumb.counts());
      assertThat(view.gen()).isEqualTo(dumb.gen());
      assertThat(view.term()).isEqualTo(dumb.term());
      assertThat(view.status()).isEqualTo(dumb.status());
      assertThat(view.holder()).isEqualTo(dumb.holder());
      assertThat(view.attempts()).isEqualTo((int) dumb.attempts());
      assertThat(view.starters()).isEqualTo(dumb.starters());
      assertThat(view.doubleRun()).isEqualTo(dumb.doubleRun());
      assertThat(view.approved()).isEqualTo(dumb.approved());
      assertThat(view.specEntry()).isEqualTo(dumb.specEntry());
      assertThat(view.remarks()).isEqualTo(dumb.remarks());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void orderAndRepetitionDoNotMatter(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> entries =
        stored(seed % 2 == 0 ? histories.ofOneTask(ENTRIES) : histories.withCollision(ENTRIES));
    TaskFold fold = new TaskFold(histories.swarm.hash());
    for (Standing standing : ToyStanding.several(histories)) {
      Optional<TaskView> view = fold.fold(entries, standing);
      Optional<TaskView> other = fold.fold(histories.shuffled(entries), standing);
      assertThat(other).isEqualTo(view);
      assertThat(fold.canonical(other.orElseThrow())).isEqualTo(fold.canonical(view.orElseThrow()));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doneIsDisplacedOnlyByReopening(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    Growth growth = new Growth(histories);
    growth.everyStep(
        (before, after) -> {
          if (before.status() == TaskStatus.DONE && after.gen() == before.gen()) {
            assertThat(after.status()).isEqualTo(TaskStatus.DONE);
          }
          assertThat(after.gen()).isGreaterThanOrEqualTo(before.gen());
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("M-4")
  void aCancelOfAGenerationNeverResets(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    Growth growth = new Growth(histories);
    growth.everyStep(
        (before, after) -> {
          if (before.status() == TaskStatus.CANCELLED && after.gen() == before.gen()) {
            assertThat(after.status()).isIn(TaskStatus.CANCELLED, TaskStatus.DONE);
          }
          assertThat(after.spec().version()).isGreaterThanOrEqualTo(before.spec().version());
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("M-8")
  void aLegalStepWritesNothingLowerThanItSaw(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> entries = stored(histories.ofOneTask(ENTRIES / 4));
    TaskFold fold = new TaskFold(histories.swarm.hash());
    Standing standing = ToyStanding.several(histories).get(0);
    for (int i = 0; i < ENTRIES; i++) {
      TaskView before = fold.fold(entries, standing).orElseThrow();
      for (ToyKeys key : histories.keys()) {
        for (Body step : legal(before, key.author())) {
          Entry entry = histories.compose(key, before.id().bytes(), step);
          List<StoredEntry> more = new ArrayList<>(entries);
          more.add(new StoredEntry(entry, more.size() + 1L, false));
          TaskView after = fold.fold(more, standing).orElseThrow();
          assertThat(place(after)).isGreaterThanOrEqualTo(place(before));
          assertThat(written(step)).isGreaterThanOrEqualTo(place(before));
        }
      }
      List<Body> next = legal(before, histories.one(histories.authors()));
      if (!next.isEmpty()) {
        Entry entry =
            histories.compose(
                histories.one(histories.keys()), before.id().bytes(), histories.one(next));
        entries.add(new StoredEntry(entry, entries.size() + 1L, false));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void clocksDoNotChangeOutcomes(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<Entry> entries = new ArrayList<>(histories.ofOneTask(ENTRIES));
    entries.removeIf(entry -> entry.body() instanceof Body.Note);
    entries.removeIf(entry -> entry.body() instanceof Body.Result);
    List<Entry> elsewhen = new ArrayList<>();
    for (Entry entry : entries) {
      elsewhen.add(at(entry, histories.random().nextBoolean()));
    }
    TaskFold fold = new TaskFold(histories.swarm.hash());
    for (Standing standing : ToyStanding.several(histories)) {
      assertThat(fold.canonical(fold.fold(stored(elsewhen), standing).orElseThrow()))
          .isEqualTo(fold.canonical(fold.fold(stored(entries), standing).orElseThrow()));
    }
  }

  /** What may be written by this author now, by the rules of {@link TaskSteps}. */
  private static List<Body> legal(TaskView task, Author self) {
    List<Body> steps = new ArrayList<>();
    TaskSteps.claim(task).ifPresent(steps::add);
    TaskSteps.start(task, self).ifPresent(steps::add);
    TaskSteps.refuse(task, "no").ifPresent(steps::add);
    TaskSteps.release(task, self).ifPresent(steps::add);
    TaskSteps.cancel(task, "no").ifPresent(steps::add);
    TaskSteps.reopen(task).ifPresent(steps::add);
    if (task.status() == TaskStatus.RUNNING && task.holder().filter(self::equals).isPresent()) {
      steps.add(TaskSteps.done(task.gen(), task.term()));
      steps.add(TaskSteps.failed(task.gen(), task.term(), "no"));
    }
    return steps;
  }

  /** (gen, term) as one number. */
  private static long place(TaskView task) {
    return (long) task.gen() << 16 | task.term();
  }

  private static long written(Body step) {
    if (step instanceof Body.Life life) {
      return (long) life.gen() << 16 | life.term();
    } else if (step instanceof Body.Reopen reopen) {
      return (long) reopen.gen() << 16;
    }
    return (long) ((Body.Cancel) step).gen() << 16 | 0xffff;
  }

  static List<StoredEntry> stored(List<Entry> entries) {
    List<StoredEntry> stored = new ArrayList<>();
    for (Entry entry : entries) {
      stored.add(new StoredEntry(entry, stored.size() + 1L, false));
    }
    return stored;
  }

  /** A history that grows entry by entry, seen under several rosters. */
  private record Growth(TaskHistories histories) {
    interface Step {
      void check(TaskView before, TaskView after);
    }

    void everyStep(Step step) {
      List<Entry> all = histories.ofOneTask(ENTRIES);
      TaskFold fold = new TaskFold(histories.swarm.hash());
      List<StoredEntry> shuffled = stored(histories.shuffled(all.subList(1, all.size())));
      for (Standing standing : ToyStanding.several(histories)) {
        List<StoredEntry> known = stored(all.subList(0, 1));
        TaskView before = fold.fold(known, standing).orElseThrow();
        for (StoredEntry next : shuffled) {
          known.add(next);
          TaskView after = fold.fold(known, standing).orElseThrow();
          step.check(before, after);
          before = after;
        }
      }
    }
  }

  /** A copy at an end of time, with its id as it was. */
  private static Entry at(Entry entry, boolean late) {
    return new Entry(
        entry.id(),
        entry.log(),
        entry.seq(),
        entry.group(),
        entry.task(),
        new HybridTime(late ? HybridTime.BITS_MAX : 0),
        entry.body(),
        entry.canonical(),
        entry.signed());
  }

  @Test
  void withoutItsCreateThereIsNoTask() {
    TaskHistories histories = new TaskHistories(1);
    List<Entry> all = histories.ofOneTask(10);
    TaskFold fold = new TaskFold(histories.swarm.hash());
    assertThat(fold.fold(stored(all.subList(1, all.size())), ToyStanding.several(histories).get(0)))
        .isEmpty();
  }

  @Test
  void aReferenceWithAnotherSecondHalfIsAnotherTask() {
    TaskHistories histories = new TaskHistories(2);
    Entry create = histories.ofOneTask(0).get(0);
    Bytes other =
        TaskId.of(create.id()).key().bytes().concat(Bytes.copyOf(new byte[TaskId.BYTES / 2]));
    ToyKeys author =
        histories.keys().stream()
            .filter(key -> key.author().equals(create.author()))
            .findFirst()
            .orElseThrow();
    Entry cancel = histories.compose(author, other, new Body.Cancel(0, "not this one"));
    TaskView view =
        new TaskFold(histories.swarm.hash())
            .fold(stored(List.of(create, cancel)), ToyStanding.several(histories).get(0))
            .orElseThrow();
    assertThat(view.status()).isEqualTo(TaskStatus.OPEN);
  }
}
