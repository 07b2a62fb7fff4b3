package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LIVE is a pure selection that never changes a view, whoever counts and whichever keys hold. */
class LiveSelectionLawsTest {
  private static final int SEEDS = 100;
  private static final int ENTRIES = 60;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  private static List<StoredEntry> history(TaskHistories histories, long seed) {
    return TaskFoldLawsTest.stored(
        seed % 3 == 0 ? histories.withCollision(ENTRIES) : histories.ofOneTask(ENTRIES));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("M-9")
  void theViewOfLiveIsTheViewOfAll(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> all = history(histories, seed);
    List<StoredEntry> live = LiveSelection.select(all);
    TaskFold fold = new TaskFold(histories.swarm.hash());
    for (Standing standing : ToyStanding.several(histories)) {
      assertThat(fold.fold(live, standing)).isEqualTo(fold.fold(all, standing));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void selectingStepByStepGivesTheSame(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> all = history(histories, seed);
    List<StoredEntry> step = new ArrayList<>();
    for (StoredEntry next : histories.shuffled(all)) {
      step.add(next);
      step = new ArrayList<>(LiveSelection.select(step));
    }
    assertThat(step).isEqualTo(LiveSelection.select(all));
    assertThat(LiveSelection.select(step)).isEqualTo(step);
    assertThat(step).isSortedAccordingTo((a, b) -> a.entry().id().compareTo(b.entry().id()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addingOneGivesWhatSelectingAnewGives(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> live = List.of();
    for (StoredEntry next : histories.shuffled(history(histories, seed))) {
      List<StoredEntry> more = new ArrayList<>(live);
      more.add(next);
      live = LiveSelection.plus(live, next).orElse(live);
      assertThat(live).isEqualTo(LiveSelection.select(more));
    }
  }

  @Test
  void addingTheLastRemarkThatHasRoomAndOneMoreGivesWhatSelectingAnewGives() {
    TaskHistories histories = new TaskHistories(5);
    TaskId task = TaskId.of(histories.ofOneTask(0).get(0).id());
    List<StoredEntry> live = List.of();
    for (int i = 0; i < LiveSelection.REMARKS_MAX + 10; i++) {
      Body note = new Body.Note("note " + i);
      Entry remark = histories.compose(histories.member, task.key().bytes(), note);
      List<StoredEntry> more = new ArrayList<>(live);
      more.add(new StoredEntry(remark, i + 1L, false));
      live = LiveSelection.plus(live, more.get(live.size())).orElse(live);
      assertThat(live).isEqualTo(LiveSelection.select(more));
    }
    assertThat(live).hasSize(LiveSelection.REMARKS_MAX);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void selectionsJoin(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<StoredEntry> all = history(histories, seed);
    List<StoredEntry> a = histories.subset(all);
    List<StoredEntry> b = histories.subset(all);
    List<StoredEntry> c = histories.subset(all);
    assertThat(join(join(a, b), c)).isEqualTo(join(a, join(b, c)));
    assertThat(join(a, b)).isEqualTo(join(b, a));
    assertThat(join(a, a)).isEqualTo(LiveSelection.select(a));
  }

  @Test
  @Shows("M-9")
  void aForgedCancelDoesNotPushOutTheTrueOne() {
    TaskHistories histories = new TaskHistories(3);
    Entry create =
        histories.compose(histories.creator, Bytes.EMPTY, histories.ofOneTask(0).get(0).body());
    TaskId task = TaskId.of(create.id());
    Entry cancel = histories.compose(histories.creator, task.bytes(), new Body.Cancel(0, "true"));
    Entry forged =
        histories.compose(
            histories.stranger.forging(histories.creator.author()),
            task.bytes(),
            new Body.Cancel(200, "forged"));
    List<StoredEntry> live =
        LiveSelection.select(TaskFoldLawsTest.stored(List.of(create, cancel, forged)));
    TaskView view =
        new TaskFold(histories.swarm.hash())
            .fold(live, ToyStanding.several(histories).get(0))
            .orElseThrow();
    assertThat(view.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(view.reason()).isEqualTo("true");
  }

  @Test
  @Shows("M-9")
  void onlyTheNewestRemarksOfAnAuthorAreKept() {
    TaskHistories histories = new TaskHistories(4);
    Entry create = histories.ofOneTask(0).get(0);
    List<Entry> all = new ArrayList<>(List.of(create));
    for (int i = 0; i < LiveSelection.REMARKS_MAX + 10; i++) {
      all.add(
          histories.compose(
              histories.member, TaskId.of(create.id()).key().bytes(), new Body.Note("note " + i)));
    }
    assertThat(LiveSelection.select(TaskFoldLawsTest.stored(all)))
        .hasSize(1 + LiveSelection.REMARKS_MAX);
  }

  private static List<StoredEntry> join(List<StoredEntry> a, List<StoredEntry> b) {
    List<StoredEntry> both = new ArrayList<>(LiveSelection.select(a));
    both.addAll(LiveSelection.select(b));
    return LiveSelection.select(both);
  }
}
