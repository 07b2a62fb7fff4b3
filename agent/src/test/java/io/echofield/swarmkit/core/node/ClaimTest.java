package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.accepted;
import static io.echofield.swarmkit.core.node.SwarmTasks.add;
import static io.echofield.swarmkit.core.node.SwarmTasks.addAny;
import static io.echofield.swarmkit.core.node.SwarmTasks.is;
import static io.echofield.swarmkit.core.node.SwarmTasks.refused;
import static io.echofield.swarmkit.core.node.SwarmTasks.runs;
import static io.echofield.swarmkit.core.node.SwarmTasks.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who carries out a task that is bound to no node, and what people may say about it. */
class ClaimTest {
  private static final Spec ONCE = Spec.of(new TreeMap<>());

  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onAGoodLinkExactlyOneNodeRunsIt(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 5);
    swarm.run(MINUTE);
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(addAny(swarm.node(i % 5), "noop"));
    }
    swarm.run(MINUTE);
    assertThat(tasks)
        .allSatisfy(
            task -> {
              assertThat(runs(swarm, task)).isEqualTo(1);
              assertThat(view(swarm.node(0), task).status()).isEqualTo(TaskStatus.DONE);
              assertThat(view(swarm.node(0), task).doubleRun()).isFalse();
            });
    assertThat(swarm.nodes()).filteredOn(node -> !node.executed.isEmpty()).hasSizeGreaterThan(1);
    assertThat(swarm.converged()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-3")
  void aClaimThatIsHeardKeepsTheOthersFromClaiming(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 5);
    swarm.run(MINUTE);
    TaskId task = addAny(swarm.node(0), "noop");
    swarm.run(MINUTE);
    assertThat(view(swarm.node(1), task).term()).isEqualTo(1);
    assertThat(claims(swarm.node(1), task)).isEqualTo(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-4")
  void claimsThatArriveWithinTheSettlingPauseNeverMakeADoubleRun(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 5);
    swarm.cell(0).quality = new LinkQuality(0, 0.5, 1, 200);
    swarm.run(MINUTE);
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tasks.add(addAny(swarm.node(i % 5), "noop"));
      swarm.run(37);
    }
    swarm.run(2 * MINUTE);
    assertThat(tasks).allSatisfy(task -> assertThat(runs(swarm, task)).isEqualTo(1));
    assertThat(swarm.node(0).core().ledger().doubleRuns()).isZero();
  }

  @Test
  @Shows("C-3")
  void onlyANodeWithAllLabelsClaims() {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode plain = swarm.node(cell);
    VirtualNode half = swarm.node(cell);
    VirtualNode both = swarm.node(cell);
    half.labels.put("site", "north");
    both.labels.put("site", "north");
    both.labels.put("role", "gateway");
    swarm.startAll();
    swarm.run(MINUTE);
    TaskId task = accepted(plain, labelled(List.of("role=gateway", "site=north")));
    TaskId nobodys = accepted(plain, labelled(List.of("site=south")));
    swarm.run(MINUTE);
    assertThat(runs(both, task)).isEqualTo(1);
    assertThat(runs(swarm, task)).isEqualTo(1);
    assertThat(view(plain, nobodys).status()).isEqualTo(TaskStatus.OPEN);
    assertThat(both.core().waitingFor(nobodys.key())).contains("this node has no label site=south");
  }

  private static Command labelled(List<String> labels) {
    return new Command.AddTask(
        new ActionName("noop"), Optional.empty(), labels, Optional.empty(), ONCE, false, false);
  }

  @Test
  void whatANodeCannotDoItLeavesToOthers() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
    TaskId task = addAny(swarm.node(0), "unknown");
    swarm.run(MINUTE);
    assertThat(view(swarm.node(1), task).status()).isEqualTo(TaskStatus.OPEN);
    assertThat(swarm.node(1).core().waitingFor(task.key()))
        .contains("this node cannot do it: unsupported");
  }

  @Test
  void inAnOpenSwarmOnlyItsCreatorClaims() {
    VirtualSwarm swarm = VirtualSwarm.open(1);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode creator = swarm.node(cell);
    VirtualNode other = swarm.node(cell);
    swarm.startAll();
    swarm.run(MINUTE);
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(addAny(creator, "noop"));
    }
    swarm.run(MINUTE);
    assertThat(tasks).allSatisfy(task -> assertThat(runs(creator, task)).isEqualTo(1));
    assertThat(other.executed).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("M-13")
  void aFailedTaskIsTriedAgainWhileAttemptsAreLeft(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    swarm.run(MINUTE);
    TaskId task = add(swarm.node(0), "broken", 3, false);
    swarm.run(MINUTE);
    TaskView view = view(swarm.node(1), task);
    assertThat(runs(swarm, task)).isEqualTo(3);
    assertThat(view.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(view.settled()).isTrue();
    assertThat(view.doubleRun()).as("each knew that the last one had failed").isFalse();
  }

  @Test
  void aNodeAloneAndWithoutLinksCarriesOutItsOwn() {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode alone = swarm.node(cell);
    alone.cut(cell);
    alone.start();
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 3 * ClaimDesk.CLAIMS_MAX; i++) {
      tasks.add(addAny(alone, "noop"));
    }
    assertThat(
            swarm.runUntil(
                () -> tasks.stream().allMatch(t -> is(alone, t, TaskStatus.DONE)), MINUTE))
        .isNotNegative();
    assertThat(tasks).allSatisfy(task -> assertThat(runs(alone, task)).isEqualTo(1));
  }

  @Test
  @Shows("C-4")
  void aBusyNodeGivesBackWhatItCannotStart() {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode slow = swarm.node(cell);
    VirtualNode second = swarm.node(cell);
    slow.start();
    slow.remedyMillis = 10 * MINUTE;
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(addAny(slow, "noop"));
    }
    swarm.run(5_000);
    assertThat(tasks).filteredOn(task -> is(slow, task, TaskStatus.CLAIMED)).hasSize(3);
    swarm.run(MINUTE);
    assertThat(tasks).filteredOn(task -> is(slow, task, TaskStatus.OPEN)).hasSize(3);
    second.start();
    swarm.run(MINUTE);
    assertThat(tasks).filteredOn(task -> is(slow, task, TaskStatus.DONE)).hasSize(3);
    assertThat(second.executed).hasSize(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aHeapOfTasksIsSharedOutWithHardlyAClaimTooMany(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 4);
    swarm.run(MINUTE);
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(addAny(swarm.node(0), "noop"));
    }
    long took =
        swarm.runUntil(
            () -> tasks.stream().allMatch(t -> is(swarm.node(0), t, TaskStatus.DONE)), 5 * MINUTE);
    assertThat(took).isBetween(0L, MINUTE);
    assertThat(swarm.node(0).core().ledger().doubleRuns()).isZero();
    assertThat(swarm.nodes()).allSatisfy(n -> assertThat(n.executed).hasSizeBetween(20, 80));
    long claims = tasks.stream().mapToLong(t -> claims(swarm.node(0), t)).sum();
    assertThat(claims).isLessThan(220);
  }

  private static long claims(VirtualNode node, TaskId task) {
    return node.core().ledger().reader().history(task.key(), 0, 100).stream()
        .filter(s -> s.entry().body() instanceof Body.Life life && life.phase() == Phase.CLAIMED)
        .count();
  }

  @Test
  void theHighestPriorityStartsFirstThenTheOldest() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 1);
    VirtualNode node = swarm.node(0);
    swarm.run(5_000);
    TaskId blocks = node.add(node, "noop").orElseThrow();
    List<TaskId> added = new ArrayList<>();
    for (int priority : new int[] {2, 9, 4, 9, 0}) {
      Spec spec = new Spec(1, priority, 0, 1, new TreeMap<>());
      added.add(
          accepted(node, new Command.AddTask(new ActionName("noop"), node.author(), spec, false)));
      swarm.run(1);
    }
    swarm.run(MINUTE);
    assertThat(node.executed.stream().map(Job.RunRemedy::task).toList())
        .containsExactly(
            blocks, added.get(1), added.get(3), added.get(2), added.get(0), added.get(4));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-11")
  void aTaskAfterAnotherStartsOnlyWhenThatIsDone(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    swarm.run(MINUTE);
    VirtualNode slow = swarm.node(1);
    slow.remedyMillis = 20_000;
    TaskId first = swarm.node(0).add(slow, "noop").orElseThrow();
    TaskId bound = accepted(swarm.node(0), after(first, Optional.of(swarm.node(2).author())));
    TaskId any = accepted(swarm.node(0), after(first, Optional.empty()));
    swarm.run(10_000);
    assertThat(runs(swarm, bound) + runs(swarm, any)).isZero();
    assertThat(swarm.node(2).core().waitingFor(bound.key()))
        .contains("it comes after task " + first.toString().substring(0, 8) + ", which is running");
    swarm.run(MINUTE);
    assertThat(runs(swarm, bound)).isEqualTo(1);
    assertThat(runs(swarm, any)).isEqualTo(1);
  }

  private static Command after(TaskId first, Optional<Author> target) {
    return new Command.AddTask(
        new ActionName("noop"), target, List.of(), Optional.of(first), ONCE, false, false);
  }

  @Test
  void aTaskAfterAFailedOneGoesOnWhenThatIsTriedAgain() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 1);
    VirtualNode node = swarm.node(0);
    TaskId first = node.add(node, "broken").orElseThrow();
    TaskId second = accepted(node, after(first, Optional.of(node.author())));
    swarm.run(MINUTE);
    assertThat(node.core().waitingFor(second.key()).orElseThrow()).endsWith("which is failed");
    accepted(node, new Command.RetryTask(first.key()));
    swarm.run(MINUTE);
    assertThat(runs(node, first)).isEqualTo(2);
    assertThat(runs(node, second)).isZero();
  }

  @Test
  @Shows("C-9")
  void anExclusiveTaskBoundToNoNodeNeedsAWord() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 1);
    Command.AddTask unsaid =
        new Command.AddTask(
            new ActionName("noop"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            ONCE,
            true,
            false);
    assertThat(refused(swarm.node(0), unsaid).kind()).isEqualTo(Reply.Refused.Kind.DENIED);
    assertThat(refused(swarm.node(0), unsaid).reason()).contains("--on NODE").contains("--yes");
    TaskId task = add(swarm.node(0), "noop", 1, true);
    swarm.run(5_000);
    assertThat(runs(swarm, task)).isEqualTo(1);
  }

  @Test
  @Shows("C-12")
  void retryAllowsOneAttemptMore() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
    swarm.run(5_000);
    VirtualNode creator = swarm.node(1);
    TaskId task = creator.add(swarm.node(0), "broken").orElseThrow();
    assertThat(refused(creator, new Command.RetryTask(task.key())).reason())
        .contains("only a failed one");
    swarm.run(5_000);
    assertThat(runs(swarm, task)).isEqualTo(1);
    accepted(creator, new Command.RetryTask(task.key()));
    swarm.run(5_000);
    assertThat(runs(swarm, task)).isEqualTo(2);
    assertThat(view(creator, task).term()).isEqualTo(2);
    assertThat(view(creator, task).settled()).isTrue();
  }

  @Test
  void reopenBeginsANewGeneration() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
    swarm.run(5_000);
    VirtualNode creator = swarm.node(1);
    TaskId task = addAny(creator, "noop");
    assertThat(refused(creator, new Command.ReopenTask(task.key())).reason()).contains("not over");
    swarm.run(5_000);
    assertThat(refused(creator, new Command.RetryTask(task.key())).reason()).contains("reopen");
    accepted(creator, new Command.ReopenTask(task.key()));
    swarm.run(5_000);
    assertThat(view(creator, task).gen()).isEqualTo(1);
    assertThat(view(creator, task).status()).isEqualTo(TaskStatus.DONE);
    assertThat(runs(swarm, task)).isEqualTo(2);
  }

  @Test
  @Shows({"C-12", "M-7"})
  void onlyTheCreatorOrAnOperatorMayRetryOrReopen() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 3);
    swarm.run(5_000);
    TaskId task = swarm.node(1).add(swarm.node(1), "broken").orElseThrow();
    swarm.run(5_000);
    Reply.Refused refused = refused(swarm.node(2), new Command.RetryTask(task.key()));
    assertThat(refused.kind()).isEqualTo(Reply.Refused.Kind.DENIED);
    assertThat(refused.reason()).contains("may retry this task");
    assertThat(refused(swarm.node(2), new Command.ReopenTask(task.key())).reason())
        .contains("may reopen this task");
    // The first member is an operator.
    accepted(swarm.node(0), new Command.RetryTask(task.key()));
    swarm.run(5_000);
    assertThat(runs(swarm, task)).isEqualTo(2);
  }

  @Test
  @Shows("C-2")
  void anExclusiveTaskIsRefusedByARestoredTarget() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
    VirtualNode target = swarm.node(1);
    swarm.run(5_000);
    target.add(target, "noop");
    swarm.run(5_000);
    VirtualNode issuer = swarm.node(0);
    Command exclusive = new Command.AddTask(new ActionName("noop"), target.author(), ONCE, true);
    TaskId before = accepted(issuer, exclusive);
    swarm.run(5_000);
    assertThat(runs(target, before)).isEqualTo(1);
    List<List<Write>> backup = target.backup();
    target.crash();
    TaskId meanwhile = accepted(issuer, exclusive);
    target.restoreStore(backup);
    target.loseRecord();
    target.start();
    swarm.run(MINUTE);
    TaskView stale = view(issuer, meanwhile);
    assertThat(stale.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(stale.reason()).startsWith("stale epoch").endsWith("issue it again");
    assertThat(runs(target, meanwhile)).isZero();
    TaskId again = accepted(issuer, exclusive);
    swarm.run(5_000);
    assertThat(runs(target, again)).isEqualTo(1);
  }
}
