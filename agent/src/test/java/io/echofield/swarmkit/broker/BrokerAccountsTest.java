package io.echofield.swarmkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.security.SwarmCredentials;
import io.echofield.swarmkit.testkit.Shows;
import org.junit.jupiter.api.Test;

class BrokerAccountsTest {
  private static final NodeId NODE = new NodeId("n1");

  @Test
  @Shows("K-8")
  void thePasswordFollowsFromTheAccountKeyAndTheNodeId() {
    assertThat(BrokerAccounts.password(SwarmCredentials.open("swarm").accountKey(), NODE))
        .isEqualTo("5usqi7avckzvmtcptokpgxffwzl3mqy7z2ugd3q4ltkjscw45fwa");
  }
}
