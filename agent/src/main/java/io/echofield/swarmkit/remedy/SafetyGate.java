package io.echofield.swarmkit.remedy;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Member;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.ExecutionGate;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Decides whether this node may carry out a task now.
 *
 * <p>The node asks only for tasks that are bound to it, proven and not settled. Refused for ever is
 * what can never become right: an unknown action, a wrong parameter, an author without the right, a
 * time that is over. All else waits and is asked again.
 *
 * <p>Actions of class R0 change nothing, so a dry run of them would be of no use: they run for real
 * in every mode but {@link RemedyMode#OFF}, whoever of the members asks. In an open swarm only what
 * this node wrote itself is carried out. Pure for one situation; any thread.
 */
public final class SafetyGate implements ExecutionGate {
  private final ActionCatalog catalog;
  private final Supplier<Situation> situation;

  /**
   * A gate.
   *
   * @param situation asked once for each judgement, on the node's thread; must not block
   */
  public SafetyGate(ActionCatalog catalog, Supplier<Situation> situation) {
    this.catalog = catalog;
    this.situation = situation;
  }

  /**
   * What holds at this node now.
   *
   * @param mode for whatever runs here
   * @param remoteMode for tasks of other members above R0; the more careful of the two holds
   * @param stopped the local stop file is there: nothing starts
   * @param busy an action runs: a second one waits
   * @param clockTrusted false: what depends on the time of day waits, and so do R2 and R3
   */
  public record Situation(
      RemedyMode mode,
      RemedyMode remoteMode,
      boolean stopped,
      boolean busy,
      boolean clockTrusted) {}

  @Override
  public Verdict judge(TaskView task, Author self, Roster roster, long wallMillis) {
    return judge(task, self, roster, situation.get(), wallMillis);
  }

  Verdict judge(TaskView task, Author self, Roster roster, Situation situation, long wallMillis) {
    Optional<Action> action = catalog.action(task.body().action());
    Decoded<SortedMap<String, String>> checked =
        catalog.check(task.body().action(), task.spec().parameters());
    if (action.isEmpty() || checked instanceof Decoded.Rejected<SortedMap<String, String>>) {
      return new Refuse(checked.fold(good -> ActionCatalog.UNSUPPORTED, reason -> reason));
    }
    RiskClass risk = action.get().risk();
    Optional<String> forbidden =
        forbidden(task.creator(), risk, self, roster)
            .or(() -> forbidden(task.specEntry().author(), risk, self, roster));
    if (forbidden.isPresent()) {
      return new Refuse(forbidden.get());
    }
    boolean remote = !task.creator().equals(self) || !task.specEntry().author().equals(self);
    return time(task, risk, situation, wallMillis)
        .or(() -> brakes(risk, remote, task.approved(), situation))
        .orElseGet(() -> run(checked, risk, mode(risk, remote, situation)));
  }

  /** Why this author may not cause an action of this class here. */
  private static Optional<String> forbidden(
      Author author, RiskClass risk, Author self, Roster roster) {
    boolean own = author.equals(self);
    if (roster.open()) {
      if (!own) {
        return Optional.of("open swarm: nothing that others wrote is carried out");
      }
      return risk.needsOperator()
          ? Optional.of("open swarm: no action of class " + risk)
          : Optional.empty();
    }
    if (own && !risk.needsOperator()) {
      return Optional.empty();
    }
    Optional<Member> member = roster.member(author);
    if (member.isEmpty()) {
      return Optional.of("key " + author.brief() + ".. is not a member");
    }
    if (!member.get().may(risk.capability())) {
      return Optional.of(member.get().name() + " lacks the capability " + risk.capability());
    }
    return risk.needsOperator() && !member.get().may(Capability.OPERATOR)
        ? Optional.of(member.get().name() + " is not an operator")
        : Optional.empty();
  }

  private static Optional<Verdict> time(
      TaskView task, RiskClass risk, Situation situation, long wallMillis) {
    long notAfter = task.spec().notAfterSeconds();
    if (!situation.clockTrusted() && (notAfter != 0 || risk.needsOperator())) {
      return Optional.of(new Wait("this node's clock is not trusted"));
    }
    boolean over = notAfter != 0 && wallMillis > HybridTime.BASE_MILLIS + notAfter * 1_000;
    return over ? Optional.of(new Refuse("expired")) : Optional.empty();
  }

  private static Optional<Verdict> brakes(
      RiskClass risk, boolean remote, boolean approved, Situation situation) {
    RemedyMode mode = mode(risk, remote, situation);
    if (situation.stopped()) {
      return Optional.of(new Wait("remediation is stopped here by the stop file"));
    }
    if (mode == RemedyMode.OFF) {
      boolean onlyRemote = situation.mode() != RemedyMode.OFF;
      return Optional.of(
          new Wait(onlyRemote ? "remediation by others is off here" : "remediation is off here"));
    }
    if (mode == RemedyMode.APPROVE && risk != RiskClass.R0 && !approved) {
      return Optional.of(new Wait("waits for approval"));
    }
    return situation.busy() ? Optional.of(new Wait("another action runs")) : Optional.empty();
  }

  private static RemedyMode mode(RiskClass risk, boolean remote, Situation situation) {
    return remote && risk != RiskClass.R0
        ? situation.mode().moreCareful(situation.remoteMode())
        : situation.mode();
  }

  private static Verdict run(
      Decoded<SortedMap<String, String>> checked, RiskClass risk, RemedyMode mode) {
    boolean dryRun = risk != RiskClass.R0 && mode == RemedyMode.DRY_RUN;
    return checked.fold(parameters -> new Run(parameters, dryRun), reason -> new Refuse(reason));
  }
}
