package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.show.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario says must hold; what does not is a violation of the invariant that it is about.
 */
final class Expectations {
  static final String EXPECTED = "Expected";

  private final SimWorld world;
  private final ConvergesAfterFairHeal equality = new ConvergesAfterFairHeal();
  private final EqualIsSilent silence = new EqualIsSilent(equality);

  Expectations(SimWorld world) {
    this.world = world;
    equality.attach(world);
    silence.attach(world);
  }

  /**
   * expect equal within TIME, expect different, expect silent for TIME, expect task TASK STATUS [at
   * NODE] [within TIME], expect runs TASK NUMBER, expect notice NODE.
   */
  void check(Statement s) {
    switch (s.word(1)) {
      case "equal" -> equality.within(time(s, "within"));
      case "different" -> hold(!world.swarm().converged(), s, "all nodes hold the same");
      case "silent" -> silence.holdsFor(time(s, "for"));
      case "task" -> task(s);
      case "runs" -> runs(s);
      case "notice" -> notice(s);
      default -> throw new ScenarioException("what is expected?");
    }
  }

  private static long time(Statement s, String word) {
    return s.after(word).map(Times::millis).orElse(0L);
  }

  private void task(Statement s) {
    Optional<TaskId> task = world.task(s.word(2));
    String wanted = s.word(3);
    List<VirtualNode> at =
        s.after("at").map(name -> List.of(world.node(name))).orElseGet(world::running);
    hold(
        task.isPresent()
            && world.runUntil(
                () -> at.stream().allMatch(n -> status(n, task.get()).equals(wanted)),
                time(s, "within")),
        s,
        task.map(id -> statuses(at, id)).orElse("there is no such task"));
  }

  private String statuses(List<VirtualNode> at, TaskId task) {
    List<String> statuses = new ArrayList<>();
    at.forEach(node -> statuses.add(world.nameOf(node) + " sees it " + status(node, task)));
    return String.join(", ", statuses);
  }

  private static String status(VirtualNode node, TaskId task) {
    return node.running()
        ? node.task(task).map(TaskView::status).map(status -> status.word()).orElse("unknown")
        : "asleep";
  }

  private void runs(Statement s) {
    long runs =
        world.nodes().values().stream()
            .flatMap(node -> node.executed.stream())
            .filter(job -> world.task(s.word(2)).filter(job.task()::equals).isPresent())
            .count();
    hold(Long.toString(runs).equals(s.word(3)), s, "it ran " + Counted.of(runs, "time"));
  }

  private void notice(Statement s) {
    VirtualNode node = world.node(s.word(2));
    hold(
        node.running() && node.core().continuity(node.wallMillis()).shown().isPresent(),
        s,
        "nothing is noticed");
  }

  private void hold(boolean holds, Statement s, String instead) {
    if (!holds) {
      String text = s.text() + ": " + instead;
      world.report(new Violation(0, EXPECTED, world.swarm().nowMillis(), "", text));
    }
  }
}
