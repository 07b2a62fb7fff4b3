package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each checker finds the fault that it is there for, and nothing where nothing is planted. */
class MutationsTest {
  private static final String THREE =
      """
      cell lan
      node a on lan
      node b on lan
      node c on lan
      start all
      wait 5s
      """;
  private static final String ALONE =
      """
      cell lan
      node a on lan
      start all
      wait 5s
      """;
  private static final String CANCELLED =
      ALONE
          + """
          a adds wait for a as one
          wait 1s
          a cancels one
          wait 1s
          heal all
          expect equal within 1s
          """;
  private static final String WORK =
      THREE
          + """
          a adds noop for b as one
          b adds broken for c as two
          a adds wait for c as three
          wait 5s
          a cancels three
          wait 5s
          a adds noop for b as four
          wait 30s
          wait 1s
          wait 1s
          wait 1s
          heal all
          """;

  /**
   * A planted fault.
   *
   * @param name the fault, and the checker that must find it
   */
  record Mutation(String name, String checker, Tamper fault, String scenario) {
    @Override
    public String toString() {
      return checker + ": " + name;
    }
  }

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation("the core throws", "CoreStaysUp", Planted.throwsAtFrames(), WORK),
        new Mutation(
            "remedies are never run",
            "WorkIsDone",
            Planted.neverRuns(),
            WORK + lines("expect equal within 5m")),
        new Mutation(
            "retained renewals count",
            "WorkIsDone",
            new RetainedRenewals(),
            THREE
                + lines("a adds noop for any as one", "wait 400ms", "retire b")
                + lines("cut a lan", "heal a lan", "cut c lan", "heal c lan", "wait 5s")
                + lines("heal all", "expect equal within 60s")),
        new Mutation(
            "one node drops results",
            "ViewsAreAFunctionOfEntries",
            Planted.leavesOut(
                (node, e) -> node.number() == 1 && e.body() instanceof Body.Result, 1),
            WORK + lines("wait 30s", "wait 1s", "wait 1s")),
        new Mutation(
            "what came late is pruned",
            "MergeOrderDoesNotMatter",
            Planted.leavesOut((node, e) -> e.body() instanceof Body.Life, 3),
            lines(
                    "cell lan",
                    "node a on lan",
                    "start all",
                    "a adds noop for a",
                    "wait 5s",
                    "heal all")
                + lines("expect equal within 1s")),
        new Mutation(
            "nodes tell each other nothing",
            "ConvergesAfterFairHeal",
            Planted.sends(Planted::beaconsOnly),
            WORK + lines("expect equal within 5m")),
        new Mutation(
            "nodes tell each other nothing once they were equal",
            "ConvergesAfterFairHeal",
            Planted.after(60_000, Planted.sends(Planted::beaconsOnly)),
            THREE
                + lines("heal all", "expect equal within 30s", "wait 60s")
                + lines("a adds noop for b as one", "expect silent for 2m")),
        new Mutation(
            "what came late is pruned, and nobody asks whether all are equal",
            "MergeOrderDoesNotMatter",
            Planted.leavesOut((node, e) -> e.body() instanceof Body.Life, 3),
            ALONE + lines("a adds noop for a", "wait 5s", "heal all")),
        new Mutation(
            "dots instead of hashes",
            "ConvergesAfterFairHeal",
            Planted.dotsInsteadOfHashes(),
            THREE
                + lines("twin a as a-copy on lan", "wait 1s", "cut a lan", "cut a-copy lan")
                + lines("a adds noop for b as one", "a-copy adds noop for c as two", "wait 1s")
                + lines("heal a-copy lan", "wait 10s", "retire a-copy", "heal all")
                + lines("expect equal within 5m")),
        new Mutation(
            "acknowledged before the commit",
            "AcknowledgedSurvives",
            Planted.hasty(),
            THREE + lines("crash a before commit", "a adds noop for b as one", "wait 5s")),
        new Mutation(
            "numbers are given twice",
            "NoDoubleSeq",
            Planted.drafts(MutationsTest::numberedTwice),
            WORK),
        new Mutation(
            "the log goes on after a restore that shows",
            "NoDoubleSeq",
            Planted.oneLogForEver(),
            ALONE
                + lines("a adds noop for a as one", "wait 5s", "backup a", "restart a", "wait 5s")
                + lines("restore a store", "a adds noop for a as two", "wait 5s")),
        new Mutation(
            "the second try writes into the first term",
            "StepsNeverLower",
            Planted.drafts(MutationsTest::alwaysFirstTerm),
            WORK),
        new Mutation(
            "a claim skips a term",
            "StepsNeverLower",
            Planted.drafts(MutationsTest::skipsTerm),
            THREE + lines("a adds noop for any as one", "wait 5s")),
        new Mutation(
            "a word of somebody else displaces DONE",
            "DoneStays",
            Planted.leavesOut(
                (node, e) -> e.body() instanceof Body.Life life && life.phase() == Phase.DONE, 5),
            THREE
                + lines("a adds noop for b as one", "wait 5s")
                + lines("hostile lan forge", "wait 100ms").repeat(30)),
        new Mutation(
            "a task that is done is forgotten altogether",
            "DoneStays",
            Planted.leavesOut((node, e) -> e.body() instanceof Body.Create, 5),
            THREE
                + lines("a adds noop for b as one", "wait 5s")
                + lines("hostile lan forge", "wait 100ms").repeat(30)),
        new Mutation(
            "a task that is cancelled is forgotten altogether",
            "CancelStays",
            Planted.leavesOut((node, e) -> e.body() instanceof Body.Create, 3),
            THREE
                + lines("a adds wait for b as one", "wait 1s", "a cancels one", "wait 5s")
                + lines("hostile lan forge", "wait 1s").repeat(30)),
        new Mutation(
            "a cancel is forgotten",
            "CancelStays",
            Planted.leavesOut((node, e) -> e.body() instanceof Body.Cancel, 3),
            THREE
                + lines("a adds wait for b as one", "a adds wait for b as two")
                + lines("a adds wait for c as three", "a adds wait for c as four", "wait 1s")
                + lines("a cancels one", "a cancels two", "a cancels three", "a cancels four")
                + lines("wait 5s")
                + lines("hostile lan forge", "wait 1s").repeat(30)),
        new Mutation(
            "a loser that the view needs is pruned",
            "LiveEqualsAll",
            Planted.leavesOut((node, e) -> e.body() instanceof Body.Cancel, 1),
            WORK),
        new Mutation(
            "LIVE of a cancelled task is dropped",
            "LiveEqualsAll",
            Planted.dropsLiveOfCancelled(),
            CANCELLED),
        new Mutation(
            "the last writer wins",
            "ClocksDecideNothing",
            Planted.lastWriterWins(),
            ALONE
                + lines("clock a 2099", "a adds broken for a as one", "wait 80ms", "clock a true")
                + lines("wait 5s", "heal all", "expect equal within 1s")),
        new Mutation(
            "timers go by the wall clock",
            "ClocksDecideNothing",
            Planted.wallTimers(),
            ALONE + lines("clock a -60m", "wait 5s", "wait 30s")),
        new Mutation(
            "one node sends no beacon at all",
            "ClocksDecideNothing",
            Planted.neverSends(1, Channel.BEACON),
            THREE + lines("wait 10s", "wait 10s")),
        new Mutation(
            "beacons end when a broker was away, and it forgets",
            "ClocksDecideNothing",
            new BeaconsEnd(30_000),
            lines("cell lan forgetful", "node a on lan", "start all", "wait 29s")
                + lines("cut a lan", "wait 2s", "heal a lan", "wait 20s")),
        new Mutation(
            "LIVE of a cancelled task is dropped",
            "ClocksDecideNothing",
            Planted.dropsLiveOfCancelled(),
            CANCELLED),
        new Mutation("runs before RUNNING is durable", "BoundRunsOnce", Planted.hasty(), WORK),
        new Mutation(
            "starts what another one holds",
            "HoldersStop",
            Planted.startsWhatOthersHold(),
            THREE + lines("a adds noop for any as one", "wait 30s")),
        new Mutation(
            "starts what was cancelled meanwhile",
            "HoldersStop",
            Planted.startsLate(20_000),
            THREE + lines("a adds noop for b as one", "wait 5s", "a cancels one", "wait 60s")),
        new Mutation(
            "equal nodes go on talking",
            "EqualIsSilent",
            Planted.sends(Planted::chatty),
            WORK + lines("expect equal within 60s", "expect silent for 2m")),
        new Mutation(
            "equal nodes say every beacon twice",
            "EqualIsSilent",
            Planted.sends(Planted::twice),
            WORK + lines("expect equal within 60s", "expect silent for 2m")),
        new Mutation(
            "beacons end after a while",
            "RetainedIsAHint",
            new BeaconsEnd(60_000),
            THREE
                + lines("keep lan", "wait 70s")
                + lines("hostile lan replay").repeat(40)
                + lines("wait 20s", "heal all", "wait 20s")),
        new Mutation(
            "one node sends no beacon at all",
            "RetainedIsAHint",
            Planted.neverSends(1, Channel.BEACON),
            THREE + lines("heal all", "wait 20s")),
        new Mutation("frames are too long", "FramesFit", Planted.sends(Planted::tooLong), WORK),
        new Mutation(
            "every signature is believed",
            "UnprovenNeverActs",
            Planted.believesSignatures(),
            THREE + lines("hostile lan forge", "wait 100ms").repeat(30)),
        new Mutation(
            "LIVE of a cancelled task is dropped",
            "UnprovenNeverActs",
            Planted.dropsLiveOfCancelled(),
            CANCELLED),
        new Mutation(
            "every signature is believed",
            "ForeignNeverCounts",
            Planted.believesSignatures(),
            THREE + lines("hostile lan foreign", "wait 100ms").repeat(30)),
        new Mutation(
            "what was sent counts as delivered",
            "EverythingBounded",
            Planted.sentIsDelivered(),
            WORK),
        new Mutation(
            "a radio takes more than its share",
            "EverythingBounded",
            Planted.sends(Planted::endless),
            WORK.replace("cell lan", "cell lan radio")),
        new Mutation(
            "one event says a thing without end",
            "EverythingBounded",
            Planted.sends(Planted::endless),
            WORK),
        new Mutation(
            "one event writes a thing without end",
            "EverythingBounded",
            Planted.writesEndlessly(),
            WORK));
  }

  private static String lines(String... statements) {
    return String.join("\n", statements) + "\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void isFound(Mutation mutation) {
    List<Violation> found = run(mutation, mutation.fault());
    assertThat(found).extracting(Violation::invariant).contains(mutation.checker());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void nothingIsFoundWhereNothingIsPlanted(Mutation mutation) {
    assertThat(run(mutation, Tamper.NONE)).isEmpty();
  }

  /** Only the one checker looks, so that it finds the fault by itself. */
  private static List<Violation> run(Mutation mutation, Tamper fault) {
    SimRun runner =
        new SimRun(
            () -> Checkers.all().stream().filter(c -> c.name().equals(mutation.checker())).toList(),
            fault,
            VirtualSettings::real);
    return runner.run(Scenario.of("mutation", mutation.scenario())).violations();
  }

  private static Draft numberedTwice(Draft d) {
    long seq = d.seq() % 2 == 0 ? d.seq() - 1 : d.seq();
    return new Draft(d.log(), seq, d.group(), d.task(), d.hlc(), d.body());
  }

  private static Draft skipsTerm(Draft d) {
    return d.body() instanceof Body.Life life && life.phase() == Phase.CLAIMED
        ? inTerm(d, life, life.term() + 1)
        : d;
  }

  private static Draft alwaysFirstTerm(Draft d) {
    return d.body() instanceof Body.Life life ? inTerm(d, life, 1) : d;
  }

  private static Draft inTerm(Draft d, Body.Life life, int term) {
    return new Draft(
        d.log(),
        d.seq(),
        d.group(),
        d.task(),
        d.hlc(),
        new Body.Life(life.gen(), term, life.phase(), life.reason()));
  }
}
