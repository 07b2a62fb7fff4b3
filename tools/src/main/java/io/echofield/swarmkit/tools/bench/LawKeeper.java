package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.tools.bench.DoneSchedule.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Our side in "lost DONE": the shipping ledger and its legal steps on every node. One thread. */
final class LawKeeper implements DoneSchedule.Keeper {
  private static final int EPOCH = 1;
  private static final List<Signer> SIGNERS = TaskLoad.unsigned(DoneSchedule.NODES);

  private final List<Node> nodes = new ArrayList<>();
  private final TaskKey task;
  private boolean ended;

  private static final class Node {
    private final Author author;
    private final MergeRun ledger = new MergeRun(Load.HASH, Load.CODEC, MergeRun.TRUSTING, SIGNERS);
    private long seq;

    /** What it runs, as its own durable record says. */
    private Optional<Body.Life> running = Optional.empty();

    Node(Author author) {
      this.author = author;
    }
  }

  LawKeeper() {
    SIGNERS.forEach(signer -> nodes.add(new Node(signer.author())));
    Entry create = write(0, Bytes.EMPTY, create(), 0);
    task = create.key().orElseThrow();
    nodes.forEach(node -> node.ledger.take(create.canonical()));
  }

  private static Body create() {
    return new Body.Create(
        Bytes.copyOf(new byte[Body.Create.SALT_BYTES]),
        new ActionName("notify"),
        Optional.empty(),
        0,
        new Spec(1, Spec.PRIORITY_DEFAULT, 0, Spec.ATTEMPTS_MAX, new TreeMap<>()),
        false,
        List.of(),
        Bytes.EMPTY);
  }

  @Override
  public List<Object> act(int number, Act act, int time) {
    Node node = nodes.get(number);
    Optional<Body.Life> step = step(node, act);
    if (step.isEmpty()) {
      return List.of();
    }
    Phase phase = step.get().phase();
    node.running = phase == Phase.RUNNING ? step : Optional.empty();
    ended |= phase == Phase.DONE;
    Entry entry = write(number, task.bytes(), step.get(), time);
    node.ledger.take(entry.canonical());
    return List.of(entry.canonical());
  }

  private Optional<Body.Life> step(Node node, Act act) {
    TaskView view = view(node);
    boolean mine = view.holder().filter(node.author::equals).isPresent();
    return switch (act) {
      case CLAIM -> TaskSteps.claim(view);
      case TAKE_OVER -> mine ? Optional.empty() : TaskSteps.takeOver(view);
      case START -> TaskSteps.start(view, node.author);
      case FAIL -> node.running.map(run -> TaskSteps.failed(run.gen(), run.term(), "failed"));
      case END -> node.running.map(run -> TaskSteps.done(run.gen(), run.term()));
    };
  }

  private Entry write(int number, Bytes reference, Body body, int time) {
    Node node = nodes.get(number);
    LogId log = new LogId(node.author, EPOCH);
    HybridTime stamp = new HybridTime((long) time << 16);
    Draft draft = new Draft(log, ++node.seq, 0, reference, stamp, body);
    return Load.CODEC.compose(draft, SIGNERS.get(number));
  }

  private TaskView view(Node node) {
    return node.ledger.ledger().task(task).orElseThrow();
  }

  @Override
  public void hear(int node, Object said) {
    nodes.get(node).ledger.take((Bytes) said);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean showsDone(int node) {
    return view(nodes.get(node)).status() == TaskStatus.DONE;
  }
}
