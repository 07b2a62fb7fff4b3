package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.broker.BrokerAccounts;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.broker.embed.Admission.Admitted;
import io.echofield.swarmkit.broker.embed.Admission.Refusal;
import io.echofield.swarmkit.broker.embed.Admission.Refused;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {
  private static final Bytes KEY = Bytes.ofHex("0123456789abcdef");
  private static final String PASSWORD = BrokerAccounts.password(KEY, new NodeId("n1"));
  private static final Account N1 = Account.of(new NodeId("n1"));

  private final AccessPolicy policy = new AccessPolicy("swarm", Anonymous.HEALTH, KEY);

  @ParameterizedTest(name = "n1 publishes to {0}: {1}")
  @CsvSource({
    "swarm/health/n1, true",
    "swarm/beacon/n1, true",
    "swarm/r/n1, true",
    "swarm/ledger/head/n1, true",
    "swarm/ledger/tail/n1/0, true",
    "swarm/ledger/tail/n1/15/x, true",
    "swarm/ledger/delta/n1, true",
    "swarm/sync/all, true",
    "swarm/sync/cell-7, true",
    "swarm/health/n2, false",
    "swarm/health/n10, false",
    "swarm/health, false",
    "swarm/health/n1/x, false",
    "swarm//n1, false",
    "swarm, false",
    "swarm/ledger/head/n2, false",
    "swarm/ledger/tail/n2/0, false",
    "swarm/ledger/head, false",
    "swarm/ledger, false",
    "other/health/n1, false",
    "/swarm/health/n1, false",
    "swarm2/health/n1, false",
    "$SYS/n1/n1, false",
    "homeassistant/sensor/n1, false",
  })
  void publish(String topic, boolean allowed) {
    assertThat(policy.mayPublish(N1, topic)).isEqualTo(allowed);
    assertThat(policy.mayPublish(Account.ANONYMOUS, topic)).isFalse();
  }

  @ParameterizedTest(name = "{0}: node {1}, anonymous {2}")
  @CsvSource({
    "swarm/#, true, false",
    "swarm, true, false",
    "swarm/+/n2, true, false",
    "swarm/ledger/tail/#, true, false",
    "swarm/health/#, true, true",
    "swarm/health/+, true, true",
    "swarm/health/n2, true, true",
    "swarm/health, true, true",
    "swarm/healthy/n2, true, false",
    "swarm/+/#, true, false",
    "+/health/#, false, false",
    "#, false, false",
    "+/#, false, false",
    "$share/g/swarm/health/#, false, false",
    "$SYS/#, false, false",
    "other/health/#, false, false",
    "swarm2/#, false, false",
    "/swarm/#, false, false",
  })
  void subscribe(String filter, boolean node, boolean anonymous) {
    assertThat(policy.maySubscribe(N1, filter)).isEqualTo(node);
    assertThat(policy.maySubscribe(Account.ANONYMOUS, filter)).isEqualTo(anonymous);
  }

  @ParameterizedTest(name = "n1 as {0}: {1}")
  @CsvSource({
    "n1, true",
    "n1~tail, true",
    "n1~0123456789012345678901234567890, true",
    "n1~01234567890123456789012345678901, false",
    "n1~, false",
    "n1~A, false",
    "n1~a~b, false",
    "n2, false",
    "n2~n1, false",
    "n11, false",
    "_n1, false",
    "'', false",
  })
  void clientIdOfANode(String clientId, boolean allowed) {
    Admission admission = policy.admit(node(clientId, "n1", PASSWORD, null));
    if (allowed) {
      assertThat(admission).isEqualTo(new Admitted(N1));
    } else {
      assertThat(refusal(admission)).isEqualTo(Refusal.CLIENT_ID);
    }
  }

  @Test
  void passwordOfAnotherNodeOrNoneIsRefused() {
    String other = BrokerAccounts.password(KEY, new NodeId("n2"));
    assertThat(refusal(policy.admit(node("n1", "n1", other, null)))).isEqualTo(Refusal.CREDENTIALS);
    assertThat(refusal(policy.admit(node("n1", "n1", "", null)))).isEqualTo(Refusal.CREDENTIALS);
    assertThat(refusal(policy.admit(node("n1", "n1", null, null)))).isEqualTo(Refusal.CREDENTIALS);
    assertThat(refusal(policy.admit(node("n1", "n1", PASSWORD + "a", null))))
        .isEqualTo(Refusal.CREDENTIALS);
  }

  @ParameterizedTest(name = "user \"{0}\"")
  @ValueSource(strings = {"", "N1", "n1/n2", "+", "#", "-n1", "n1~x", "$SYS"})
  void illegalUserNamesAreRefused(String userName) {
    assertThat(refusal(policy.admit(node(userName, userName, PASSWORD, null))))
        .isEqualTo(Refusal.CREDENTIALS);
  }

  @Test
  void aWillFollowsTheRuleOfAPublish() {
    assertThat(policy.admit(node("n1", "n1", PASSWORD, "swarm/health/n1")))
        .isEqualTo(new Admitted(N1));
    assertThat(refusal(policy.admit(node("n1", "n1", PASSWORD, "swarm/health/n2"))))
        .isEqualTo(Refusal.RIGHTS);
  }

  @Test
  void anonymousIsAdmittedOnLoopbackWithItsMarkAndWithoutAWill() {
    assertThat(policy.admit(anonymous("_watcher", null, true)))
        .isEqualTo(new Admitted(Account.ANONYMOUS));
    assertThat(refusal(policy.admit(anonymous("n1", null, true)))).isEqualTo(Refusal.CLIENT_ID);
    assertThat(refusal(policy.admit(anonymous("_watcher", null, false))))
        .isEqualTo(Refusal.CREDENTIALS);
    assertThat(refusal(policy.admit(anonymous("_watcher", "swarm/health/x", true))))
        .isEqualTo(Refusal.RIGHTS);
  }

  @Test
  void anonymousNoneRefusesAll() {
    AccessPolicy closed = new AccessPolicy("swarm", Anonymous.NONE, KEY);
    assertThat(refusal(closed.admit(anonymous("_watcher", null, true))))
        .isEqualTo(Refusal.CREDENTIALS);
    assertThat(closed.admit(node("n1", "n1", PASSWORD, null))).isEqualTo(new Admitted(N1));
  }

  @ParameterizedTest(name = "keep-alive {0} s: {1}")
  @CsvSource({"0, false", "1, true", "600, true", "601, false"})
  void keepAliveIsBounded(int seconds, boolean allowed) {
    Admission admission =
        policy.admit(
            new Applicant(
                "_w", Optional.empty(), Optional.empty(), Optional.empty(), true, seconds));
    assertThat(admission instanceof Admitted).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "root \"{0}\"")
  @ValueSource(strings = {"", "+", "#", "a/b", "$SYS", "Swarm"})
  void rootMustBeOnePlainLevel(String root) {
    assertThatThrownBy(() -> new AccessPolicy(root, Anonymous.NONE, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + root + "\"");
  }

  @Test
  void accountsSurviveTheirText() {
    assertThat(Account.parse(N1.text())).isEqualTo(N1);
    assertThat(Account.parse(Account.ANONYMOUS.text())).isEqualTo(Account.ANONYMOUS);
  }

  private static Applicant node(String clientId, String user, String password, String will) {
    return new Applicant(
        clientId,
        Optional.of(user),
        Optional.ofNullable(password).map(text -> Bytes.copyOf(text.getBytes(US_ASCII))),
        Optional.ofNullable(will),
        true,
        60);
  }

  private static Applicant anonymous(String clientId, String will, boolean loopback) {
    return new Applicant(
        clientId, Optional.empty(), Optional.empty(), Optional.ofNullable(will), loopback, 60);
  }

  private static Refusal refusal(Admission admission) {
    assertThat(admission).isInstanceOf(Refused.class);
    return ((Refused) admission).refusal();
  }
}
