package io.echofield.swarmkit.broker.embed;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;

/**
 * Keeps clients without a user name from taking over the session of a node.
 *
 * <p>In MQTT a second client with the same id throws the first one out. Ordinary tools use ids that
 * a node could have, so the id is not refused but marked with a character that no node id has; the
 * client does not notice.
 */
final class AnonymousClientIds implements ConnectInboundInterceptor {
  @Override
  public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
    ConnectPacket connect = input.getConnectPacket();
    // A longer id stays unmarked, and the policy refuses it for that.
    boolean fits = connect.getClientId().length() <= BrokerLimits.CLIENT_ID_CHARACTERS_MAX;
    if (connect.getUserName().isEmpty() && fits) {
      output.getConnectPacket().setClientId(AccessPolicy.ANONYMOUS_MARK + connect.getClientId());
    }
  }
}
