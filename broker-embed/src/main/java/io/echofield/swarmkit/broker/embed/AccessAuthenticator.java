package io.echofield.swarmkit.broker.embed;

import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import io.echofield.swarmkit.broker.embed.Admission.Admitted;
import io.echofield.swarmkit.broker.embed.Admission.Refusal;
import io.echofield.swarmkit.broker.embed.Admission.Refused;
import io.echofield.swarmkit.core.id.Bytes;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Translates a CONNECT for {@link AccessPolicy} and remembers on the connection who was let in. */
final class AccessAuthenticator implements SimpleAuthenticator {
  private static final String ACCOUNT = "swarmkit.account";

  private final AccessPolicy policy;

  AccessAuthenticator(AccessPolicy policy) {
    this.policy = policy;
  }

  /** Who was let in on this connection; empty if nobody was. */
  static Optional<Account> accountOf(ConnectionInformation connection) {
    return connection.getConnectionAttributeStore().getAsString(ACCOUNT).map(Account::parse);
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    ConnectionInformation connection = input.getConnectionInformation();
    Admission admission = policy.admit(applicant(input.getConnectPacket(), connection));
    if (admission instanceof Admitted admitted) {
      ConnectionAttributeStore attributes = connection.getConnectionAttributeStore();
      attributes.putAsString(ACCOUNT, admitted.account().text());
      // The authorizer decides; should it ever not be asked, nothing is allowed.
      output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
      output.authenticateSuccessfully();
    } else if (admission instanceof Refused refused) {
      output.failAuthentication(code(refused.refusal()), refused.text());
    }
  }

  private static Applicant applicant(ConnectPacket connect, ConnectionInformation connection) {
    return new Applicant(
        connect.getClientId(),
        connect.getUserName(),
        connect.getPassword().map(AccessAuthenticator::bytes),
        connect.getWillPublish().map(will -> will.getTopic()),
        connection.getInetAddress().map(InetAddress::isLoopbackAddress).orElse(false),
        keepAliveSeconds(connect));
  }

  /** The broker corrects an MQTT 5 client by itself, but leaves older ones as they are. */
  private static int keepAliveSeconds(ConnectPacket connect) {
    return connect.getMqttVersion() == MqttVersion.V_5
        ? BrokerLimits.KEEP_ALIVE_SECONDS_MAX
        : connect.getKeepAlive();
  }

  private static Bytes bytes(ByteBuffer buffer) {
    byte[] array = new byte[buffer.remaining()];
    buffer.duplicate().get(array);
    return Bytes.copyOf(array);
  }

  private static ConnackReasonCode code(Refusal refusal) {
    return switch (refusal) {
      case CLIENT_ID -> ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
      case CREDENTIALS -> ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD;
      case RIGHTS -> ConnackReasonCode.NOT_AUTHORIZED;
    };
  }
}
