package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements do what they say. */
class InterpreterTest {
  private final SimWorld world = new SimWorld(VirtualSettings.real(1), List.of(), Tamper.NONE);
  private final Interpreter interpreter = new Interpreter(world, statement -> {});

  @Test
  void aCrashBeforeACommitLosesWhatWasWritten() {
    says(
        "cell c",
        "node a on c",
        "start a",
        "wait 5s",
        "crash a before commit",
        "a adds noop for a");
    assertThat(node().running()).isFalse();
    says("wait 10s");
    assertThat(node().running()).isTrue();
    assertThat(tasks()).isZero();
  }

  @Test
  void aCrashAfterACommitKeepsIt() {
    says(
        "cell c", "node a on c", "start a", "wait 5s", "crash a after commit", "a adds noop for a");
    assertThat(node().running()).isFalse();
    says("wait 10s");
    assertThat(node().running()).isTrue();
    assertThat(tasks()).isOne();
  }

  @Test
  void aCrashBeforeTheContinuityFileIsKeptLeavesTheOldOne() {
    says("cell c", "node a on c", "start a", "wait 5s", "leave a");
    long kept = node().record().orElseThrow().nonce();
    says("crash a before keep", "return a");
    assertThat(node().running()).isFalse();
    assertThat(node().record().orElseThrow().nonce()).isEqualTo(kept);
    says("wait 10s");
    assertThat(node().running()).isTrue();
    assertThat(node().record().orElseThrow().nonce()).isNotEqualTo(kept);
  }

  @Test
  void aCrashWithoutMoreIsAtOnce() {
    says("cell c", "node a on c", "start a", "wait 5s", "crash a");
    assertThat(node().running()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"cell c", "node a on c", "bridge b c d"})
  void nothingIsMadeTwice(String statement) {
    says("cell c", "cell d", "node a on c", "bridge b c d");
    assertThatThrownBy(() -> says(statement))
        .isInstanceOf(ScenarioException.class)
        .hasMessageEndingWith("is there already");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> says("start a"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("\"start a\": there is no node \"a\"");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "cell C",
        "cell e radio frame 1",
        "cell e radio share 0",
        "node A on c",
        "bridge b2 d c",
        "a adds No/op for a",
        "at 1ms wait 5s",
        "at 1h wait long",
        "link c loss much dup 0 delay 1s 2s"
      })
  void wordsThatStandForNothingAreToldWithTheirStatement(String statement) {
    says("cell c", "cell d", "node a on c", "bridge b c d", "wait 1s");
    assertThatThrownBy(() -> says(statement))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("\"" + statement + "\": ");
  }

  private void says(String... statements) {
    for (String statement : statements) {
      interpreter.perform(Statement.of(statement));
    }
  }

  private VirtualNode node() {
    return world.node("a");
  }

  private long tasks() {
    return node().core().ledger().taskCount();
  }
}
