package io.echofield.swarmkit.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Member;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.ExecutionGate.Refuse;
import io.echofield.swarmkit.core.node.ExecutionGate.Run;
import io.echofield.swarmkit.core.node.ExecutionGate.Verdict;
import io.echofield.swarmkit.core.node.ExecutionGate.Wait;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.remedy.SafetyGate.Situation;
import io.echofield.swarmkit.security.Ed25519Signer;
import io.echofield.swarmkit.security.SwarmCredentials;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.EntryWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetyGateTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long NOW_SECONDS = (NOW - HybridTime.BASE_MILLIS) / 1_000;
  private static final Ed25519Signer SELF = Ed25519Signer.generate(new Random(1));
  private static final Ed25519Signer OTHER = Ed25519Signer.generate(new Random(2));
  private static final Situation AUTO =
      new Situation(RemedyMode.AUTO, RemedyMode.AUTO, false, false, true);

  private final SafetyGate gate = new SafetyGate(catalog(), () -> AUTO);
  private final People closed = new People(false);

  @ParameterizedTest(name = "own {0} in mode {1} -> {2}")
  @CsvSource({
    "notify, OFF, wait: remediation is off here",
    "notify, DRY_RUN, run",
    "notify, APPROVE, run",
    "notify, AUTO, run",
    "clean-own-temp, OFF, wait: remediation is off here",
    "clean-own-temp, DRY_RUN, dry run",
    "clean-own-temp, APPROVE, wait: waits for approval",
    "clean-own-temp, AUTO, run"
  })
  @Shows("K-3")
  void theModeDecidesHowFarAnActionGoes(String action, RemedyMode mode, String expected) {
    Situation situation = new Situation(mode, RemedyMode.OFF, false, false, true);
    assertThat(judge(task(action, SELF), situation)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} of a member in modes {1} and {2} -> {3}")
  @CsvSource({
    "notify, DRY_RUN, OFF, run",
    "notify, OFF, AUTO, wait: remediation is off here",
    "clean-own-temp, AUTO, OFF, wait: remediation by others is off here",
    "clean-own-temp, AUTO, DRY_RUN, dry run",
    "clean-own-temp, DRY_RUN, AUTO, dry run",
    "clean-own-temp, AUTO, APPROVE, wait: waits for approval",
    "clean-own-temp, AUTO, AUTO, run"
  })
  @Shows("K-3")
  void forOthersTheMoreCarefulModeHolds(
      String action, RemedyMode mode, RemedyMode remote, String expected) {
    closed.add("other", OTHER, Capability.R0, Capability.R1);
    assertThat(judge(task(action, OTHER), new Situation(mode, remote, false, false, true)))
        .isEqualTo(expected);
  }

  @Test
  @Shows("K-3")
  void approvalLetsATaskRun() {
    Situation approve = new Situation(RemedyMode.APPROVE, RemedyMode.OFF, false, false, true);
    TaskView task = task("clean-own-temp", SELF);
    assertThat(judge(view(task, task.specEntry(), task.spec(), true), approve)).isEqualTo("run");
  }

  @Test
  void aMemberNeedsTheCapabilityOfTheClass() {
    String key = OTHER.author().brief();
    assertThat(judge(task("notify", OTHER), AUTO))
        .isEqualTo("refuse: key " + key + ".. is not a member");
    closed.add("other", OTHER, Capability.R1);
    assertThat(judge(task("notify", OTHER), AUTO))
        .isEqualTo("refuse: other lacks the capability R0");
    assertThat(judge(task("clean-own-temp", OTHER), AUTO)).isEqualTo("run");
    assertThat(judge(task("restart", OTHER), AUTO))
        .isEqualTo("refuse: other lacks the capability R2");
  }

  @Test
  void disruptiveActionsNeedAnOperatorEvenWhenOwn() {
    closed.add("other", OTHER, Capability.R2);
    assertThat(judge(task("restart", OTHER), AUTO)).isEqualTo("refuse: other is not an operator");
    closed.add("other", OTHER, Capability.R2, Capability.OPERATOR);
    assertThat(judge(task("restart", OTHER), AUTO)).isEqualTo("run");
    assertThat(judge(task("restart", SELF), AUTO)).endsWith(".. is not a member");
    closed.add("self", SELF, Capability.R2, Capability.OPERATOR);
    assertThat(judge(task("restart", SELF), AUTO)).isEqualTo("run");
  }

  @Test
  void whoeverWroteTheParametersNeedsTheRightToo() {
    TaskView own = task("clean-own-temp", SELF);
    Entry edit = edit(own);
    assertThat(judge(view(own, edit, own.spec(), false), AUTO)).endsWith(".. is not a member");
    closed.add("other", OTHER, Capability.R1);
    assertThat(judge(view(own, edit, own.spec(), false), AUTO)).isEqualTo("run");
    Situation localOnly = new Situation(RemedyMode.AUTO, RemedyMode.OFF, false, false, true);
    assertThat(judge(view(own, edit, own.spec(), false), localOnly))
        .isEqualTo("wait: remediation by others is off here");
  }

  @Test
  @Shows("K-1")
  void inAnOpenSwarmNothingOfOthersRuns() {
    People open = new People(true);
    open.add("other", OTHER, Capability.values());
    String refusal = "refuse: open swarm: nothing that others wrote is carried out";
    assertThat(judge(task("notify", OTHER), AUTO, open, NOW)).isEqualTo(refusal);
    TaskView own = task("notify", SELF);
    assertThat(judge(own, AUTO, open, NOW)).isEqualTo("run");
    Entry edit = edit(own);
    assertThat(judge(view(own, edit, own.spec(), false), AUTO, open, NOW)).isEqualTo(refusal);
    assertThat(judge(task("restart", SELF), AUTO, open, NOW))
        .isEqualTo("refuse: open swarm: no action of class R2");
  }

  @Test
  void unknownActionsAndWrongParametersAreRefusedForEver() {
    assertThat(judge(task("levitate", SELF), AUTO)).isEqualTo("refuse: unsupported");
    assertThat(judge(task("levitate", OTHER), AUTO)).isEqualTo("refuse: unsupported");
    TaskView task = task("notify", SELF, Spec.of(Map.of("text", "a", "shell", "rm")));
    assertThat(judge(task, AUTO)).isEqualTo("refuse: parameter shell is not declared here");
  }

  @Test
  void theHandlerGetsTheMergedParameters() {
    Verdict verdict = gate.judge(task("clean-own-temp", SELF), SELF.author(), closed, NOW);
    assertThat(((Run) verdict).parameters().toString())
        .isEqualTo("{older_than=7d, path=/data/tmp, recursive=true}");
  }

  @Test
  void aTaskThatIsOverIsRefusedOnceTheClockIsSure() {
    Spec until = new Spec(1, 4, NOW_SECONDS, 1, new TreeMap<>(Map.of("text", "a")));
    TaskView task = task("notify", SELF, until);
    assertThat(judge(task, AUTO, closed, NOW)).isEqualTo("run");
    assertThat(judge(task, AUTO, closed, NOW + 1_000)).isEqualTo("refuse: expired");
    Situation unsure = new Situation(RemedyMode.AUTO, RemedyMode.AUTO, false, false, false);
    assertThat(judge(task, unsure, closed, NOW + 1_000))
        .isEqualTo("wait: this node's clock is not trusted");
    assertThat(judge(task("notify", SELF), unsure)).isEqualTo("run");
    closed.add("self", SELF, Capability.R2, Capability.OPERATOR);
    assertThat(judge(task("restart", SELF), unsure))
        .isEqualTo("wait: this node's clock is not trusted");
  }

  @Test
  void theStopFileStopsAllAndOneActionRunsAtATime() {
    Situation stopped = new Situation(RemedyMode.AUTO, RemedyMode.AUTO, true, false, true);
    assertThat(judge(task("notify", SELF), stopped))
        .isEqualTo("wait: remediation is stopped here by the stop file");
    Situation busy = new Situation(RemedyMode.AUTO, RemedyMode.AUTO, false, true, true);
    assertThat(judge(task("clean-own-temp", SELF), busy)).isEqualTo("wait: another action runs");
  }

  private String judge(TaskView task, Situation situation) {
    return judge(task, situation, closed, NOW);
  }

  private String judge(TaskView task, Situation situation, Roster roster, long wallMillis) {
    Verdict verdict = gate.judge(task, SELF.author(), roster, situation, wallMillis);
    if (verdict instanceof Run run) {
      return run.dryRun() ? "dry run" : "run";
    }
    return verdict instanceof Refuse refuse
        ? "refuse: " + refuse.reason()
        : "wait: " + ((Wait) verdict).reason();
  }

  private static ActionCatalog catalog() {
    List<Action> actions = new ArrayList<>(ActionCatalog.builtIn("/data/tmp"));
    actions.add(Action.of("restart", "restart-service", RiskClass.R2, Map.of(), List.of()));
    return new ActionCatalog(actions);
  }

  private static TaskView task(String action, Ed25519Signer creator) {
    return task(
        action, creator, Spec.of(action.equals("notify") ? Map.of("text", "hello") : Map.of()));
  }

  private static TaskView task(String action, Ed25519Signer creator, Spec spec) {
    Body.Create body =
        new Body.Create(
            Bytes.copyOf(new byte[Body.Create.SALT_BYTES]),
            new ActionName(action),
            Optional.of(SELF.author()),
            0,
            spec,
            false,
            List.of(),
            Bytes.EMPTY);
    Entry create = compose(creator, body, Bytes.EMPTY);
    return view(create, create, spec, false);
  }

  /** The same parameters, written once more by the other node. */
  private static Entry edit(TaskView task) {
    Spec spec = new Spec(2, 4, 0, 1, task.spec().parameters());
    return compose(OTHER, new Body.Edit(spec), task.id().bytes());
  }

  private static Entry compose(Ed25519Signer author, Body body, Bytes task) {
    SwarmHash hash = new SwarmHash(SwarmCredentials.open("swarm").swarmId());
    LogId log = new LogId(author.author(), 7);
    Draft draft = new Draft(log, 1, 0, task, HybridTime.ofWall(NOW), body);
    return new EntryWire(hash).compose(draft, author);
  }

  private static TaskView view(TaskView task, Entry specEntry, Spec spec, boolean approved) {
    return view(task.create(), specEntry, spec, approved);
  }

  private static TaskView view(Entry create, Entry specEntry, Spec spec, boolean approved) {
    return new TaskView(
        create,
        true,
        false,
        spec,
        specEntry,
        0,
        0,
        TaskStatus.OPEN,
        Optional.empty(),
        0,
        List.of(),
        false,
        approved,
        "",
        List.of(),
        HybridTime.ofWall(NOW));
  }

  /** A roster that is what the test says. */
  private static final class People implements Roster {
    private final boolean open;
    private final TreeMap<Author, Member> members = new TreeMap<>();

    People(boolean open) {
      this.open = open;
    }

    void add(String name, Ed25519Signer key, Capability... capabilities) {
      Member member =
          new Member(new NodeId(name), key.author(), key.publicKey(), List.of(capabilities));
      members.put(key.author(), member);
    }

    @Override
    public long version() {
      return 1;
    }

    @Override
    public boolean open() {
      return open;
    }

    @Override
    public List<Member> members() {
      return new ArrayList<>(members.values());
    }

    @Override
    public Optional<Member> member(Author author) {
      return Optional.ofNullable(members.get(author));
    }

    @Override
    public Optional<Bytes> publicKey(Author author) {
      return member(author).map(Member::publicKey);
    }
  }
}
