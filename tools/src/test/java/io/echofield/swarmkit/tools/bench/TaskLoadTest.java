package io.echofield.swarmkit.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.security.Ed25519Verifier;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskLoadTest {
  private static final int TASKS = 200;
  private static final int WRITERS = 5;

  private final TaskLoad ran = new TaskLoad(3, TASKS, WRITERS, true);

  @Test
  void everyTaskIsMadeThenStartedThenDone() {
    Map<TaskLoad.Task, Optional<Phase>> last = new HashMap<>();
    for (TaskLoad.Step step : ran.steps()) {
      Optional<Phase> before = last.put(step.task(), step.phase());
      if (step.phase().isEmpty()) {
        assertThat(before).isNull();
      } else if (step.phase().get() == Phase.RUNNING) {
        assertThat(before).isEmpty();
      } else {
        assertThat(step.phase()).contains(Phase.DONE);
        assertThat(before).contains(Phase.RUNNING);
      }
    }
    assertThat(last).hasSize(TASKS);
    assertThat(last.values()).containsOnly(Optional.of(Phase.DONE));
  }

  @Test
  void theSameSeedGivesTheSameLoad() {
    assertThat(new TaskLoad(3, TASKS, WRITERS, true).steps()).isEqualTo(ran.steps());
    assertThat(new TaskLoad(4, TASKS, WRITERS, true).steps()).isNotEqualTo(ran.steps());
  }

  @Test
  void peersGetWhatTheEntriesSay() throws IOException {
    List<Signer> signers = TaskLoad.unsigned(WRITERS);
    List<Entry> entries = new TaskLoad.Writers(Load.CODEC, signers).write(ran.steps());
    List<String> lines = TaskLoad.json(ran.steps());
    assertThat(lines).hasSameSizeAs(entries);
    for (int i = 0; i < lines.size(); i++) {
      Doc line = new Doc(JSON.std.mapFrom(lines.get(i)));
      Entry entry = entries.get(i);
      assertThat(signers.get((int) line.number("writer")).author()).isEqualTo(entry.author());
      assertThat(line.doc("set").number("at")).isEqualTo(entry.hlc().bits() >>> 16);
      assertThat(line.doc("set").has("text")).isEqualTo(entry.signed());
    }
  }

  @Test
  void aLedgerThatTakesAllHasAllTasksDone() {
    List<Signer> signers = TaskLoad.unsigned(WRITERS);
    List<Entry> entries = new TaskLoad.Writers(Load.CODEC, signers).write(ran.steps());
    MergeRun run = new MergeRun(Load.HASH, Load.CODEC, MergeRun.TRUSTING, signers);
    for (Entry entry : entries) {
      assertThat(run.take(entry.canonical())).isTrue();
    }
    assertThat(run.take(entries.get(0).canonical())).isFalse();
    run.commit();
    run.requireSettled(entries.size());
    assertThat(run.ledger().taskCount()).isEqualTo(TASKS);
    assertThatThrownBy(() -> run.requireSettled(entries.size() + 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void realKeysSignWhatCountsAsProven() {
    List<Signer> keys = TaskLoad.keys(WRITERS);
    TaskLoad few = new TaskLoad(1, 3, WRITERS, false);
    List<Bytes> signed =
        new TaskLoad.Writers(Load.CODEC, keys)
            .write(few.steps()).stream().map(Entry::canonical).toList();
    MergeRun run = new MergeRun(Load.HASH, Load.CODEC, new Ed25519Verifier(), keys);
    signed.forEach(run::take);
    run.commit();
    assertThat(run.ledger().reader().arrivals(0, 10))
        .hasSize(3)
        .allSatisfy(stored -> assertThat(stored.proven()).isTrue());
  }

  @Test
  void aWriterStartsOnlyWhatIsBoundToIt() {
    TaskLoad open = new TaskLoad(3, TASKS, WRITERS, false);
    assertThat(open.started(2, open.tasksOf(2)))
        .hasSizeGreaterThan(TASKS / 10)
        .allSatisfy(step -> assertThat(step.writer()).isEqualTo(2));
    assertThatThrownBy(() -> open.started(2, open.tasksOf(2) + 1))
        .hasMessageContaining("writer 2 has");
  }

  @Test
  void aStateComesBackFromItsBundle() throws IOException {
    List<Signer> signers = TaskLoad.unsigned(WRITERS);
    List<Entry> entries = new TaskLoad.Writers(Load.CODEC, signers).write(ran.steps());
    byte[] bundle = StateSize.bundle(entries, signers.get(0));
    StateSize.requireWhole(bundle, entries);
    bundle[bundle.length / 2] ^= 1;
    assertThatThrownBy(() -> StateSize.requireWhole(bundle, entries))
        .hasMessageContaining("does not give back");
  }
}
