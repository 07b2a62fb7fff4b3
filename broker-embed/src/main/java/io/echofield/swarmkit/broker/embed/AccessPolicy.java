package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.echofield.swarmkit.broker.BrokerAccounts;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.broker.embed.Admission.Admitted;
import io.echofield.swarmkit.broker.embed.Admission.Refusal;
import io.echofield.swarmkit.broker.embed.Admission.Refused;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may connect, publish and subscribe. Everything not allowed here is denied.
 *
 * <p>A node connects with its id as user name, its derived password, and the client id {@code
 * <node>} or {@code <node>~<purpose>}. It publishes to {@code <root>/+/<self>}, {@code
 * <root>/ledger/+/<self>/#} and {@code <root>/sync/#}, its will included, and subscribes to {@code
 * <root>/#} and anything narrower. A client without a user name, if admitted at all, subscribes to
 * {@code <root>/health/#} and narrower, from loopback, without a will. Immutable; safe from any
 * thread.
 */
final class AccessPolicy {
  private static final Pattern ROOT = Pattern.compile("[a-z0-9-]{1,32}");
  private static final Pattern PURPOSE = Pattern.compile("[a-z0-9-]{1,31}");

  /** Begins the client id of every client without a user name, so that it can never be a node's. */
  static final String ANONYMOUS_MARK = "_";

  private static final String HEALTH = "health";
  private static final String LEDGER = "ledger";
  private static final String SYNC = "sync";

  private final String root;
  private final Anonymous anonymous;
  private final Bytes accountKey;

  /**
   * @throws IllegalArgumentException if the root is not one plain topic level
   */
  AccessPolicy(String root, Anonymous anonymous, Bytes accountKey) {
    if (!ROOT.matcher(root).matches()) {
      throw new IllegalArgumentException(
          "topic root must match " + ROOT + " but was \"" + root + "\"");
    }
    this.root = root;
    this.anonymous = anonymous;
    this.accountKey = accountKey;
  }

  Admission admit(Applicant applicant) {
    if (applicant.keepAliveSeconds() < 1
        || applicant.keepAliveSeconds() > BrokerLimits.KEEP_ALIVE_SECONDS_MAX) {
      return new Refused(
          Refusal.RIGHTS, "keep-alive must be 1 to " + BrokerLimits.KEEP_ALIVE_SECONDS_MAX + " s");
    }
    return applicant.userName().isPresent()
        ? admitNode(applicant, applicant.userName().get())
        : admitAnonymous(applicant);
  }

  boolean mayPublish(Account account, String topic) {
    return account.node().isPresent() && isOwnTopic(account.node().get().text(), levels(topic));
  }

  boolean maySubscribe(Account account, String filter) {
    List<String> levels = levels(filter);
    if (!levels.get(0).equals(root)) {
      return false;
    }
    return account.node().isPresent() || (levels.size() > 1 && levels.get(1).equals(HEALTH));
  }

  private Admission admitNode(Applicant applicant, String userName) {
    if (!NodeId.isLegal(userName) || !hasPasswordOf(new NodeId(userName), applicant)) {
      return new Refused(Refusal.CREDENTIALS, "user name or password is wrong");
    }
    NodeId node = new NodeId(userName);
    if (!isClientIdOf(node, applicant.clientId())) {
      return new Refused(
          Refusal.CLIENT_ID, "client id must be " + node + " or " + node + "~<purpose>");
    }
    Account account = Account.of(node);
    if (applicant.willTopic().isPresent() && !mayPublish(account, applicant.willTopic().get())) {
      return new Refused(Refusal.RIGHTS, "a will may only go where " + node + " may publish");
    }
    return new Admitted(account);
  }

  private Admission admitAnonymous(Applicant applicant) {
    if (anonymous == Anonymous.NONE) {
      return new Refused(Refusal.CREDENTIALS, "a user name is needed here");
    }
    if (!applicant.loopback()) {
      return new Refused(Refusal.CREDENTIALS, "without a user name only from this machine");
    }
    if (!applicant.clientId().startsWith(ANONYMOUS_MARK)) {
      int max = BrokerLimits.CLIENT_ID_CHARACTERS_MAX;
      return new Refused(Refusal.CLIENT_ID, "client id must have at most " + max + " characters");
    }
    if (applicant.willTopic().isPresent()) {
      return new Refused(Refusal.RIGHTS, "a will needs a user name");
    }
    return new Admitted(Account.ANONYMOUS);
  }

  private boolean hasPasswordOf(NodeId node, Applicant applicant) {
    byte[] expected = BrokerAccounts.password(accountKey, node).getBytes(US_ASCII);
    byte[] given = applicant.password().orElse(Bytes.EMPTY).toArray();
    return MessageDigest.isEqual(expected, given);
  }

  private static boolean isClientIdOf(NodeId node, String clientId) {
    String prefix = node.text() + "~";
    return clientId.equals(node.text())
        || (clientId.startsWith(prefix)
            && PURPOSE.matcher(clientId.substring(prefix.length())).matches());
  }

  private boolean isOwnTopic(String self, List<String> levels) {
    if (levels.size() < 2 || !levels.get(0).equals(root)) {
      return false;
    }
    String kind = levels.get(1);
    return (levels.size() == 3 && !kind.isEmpty() && levels.get(2).equals(self))
        || (levels.size() >= 4 && kind.equals(LEDGER) && levels.get(3).equals(self))
        || kind.equals(SYNC);
  }

  private static List<String> levels(String topic) {
    return List.of(topic.split("/", -1));
  }
}
