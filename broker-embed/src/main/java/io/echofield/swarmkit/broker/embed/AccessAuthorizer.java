package io.echofield.swarmkit.broker.embed;

import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;

/** Asks {@link AccessPolicy} for each publish, will and subscription of an admitted client. */
final class AccessAuthorizer implements PublishAuthorizer, SubscriptionAuthorizer {
  private final AccessPolicy policy;

  AccessAuthorizer(AccessPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
    String topic = input.getPublishPacket().getTopic();
    boolean allowed =
        AccessAuthenticator.accountOf(input.getConnectionInformation())
            .map(account -> policy.mayPublish(account, topic))
            .orElse(false);
    if (allowed) {
      output.authorizeSuccessfully();
    } else {
      output.failAuthorization(AckReasonCode.NOT_AUTHORIZED, "not your topic");
    }
  }

  @Override
  public void authorizeSubscribe(
      SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
    String filter = input.getSubscription().getTopicFilter();
    boolean allowed =
        AccessAuthenticator.accountOf(input.getConnectionInformation())
            .map(account -> policy.maySubscribe(account, filter))
            .orElse(false);
    if (allowed) {
      output.authorizeSuccessfully();
    } else {
      output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED, "not yours to read");
    }
  }
}
