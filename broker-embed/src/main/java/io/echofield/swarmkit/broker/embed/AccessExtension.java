package io.echofield.swarmkit.broker.embed;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.admin.AdminService;
import java.util.Optional;

/**
 * Puts the access policy between the broker and its clients.
 *
 * <p>The broker allows everybody when no authenticator is registered, and it goes on without an
 * extension that failed to start. So the owner must see {@link #admin()} present after start, else
 * close the broker.
 */
final class AccessExtension implements ExtensionMain {
  private final AccessPolicy policy;

  // Set last in extensionStart. Services is a process-wide static that a second broker overwrites.
  private volatile AdminService admin;

  AccessExtension(AccessPolicy policy) {
    this.policy = policy;
  }

  /** The broker's own view of itself; empty until this extension is fully in place. */
  Optional<AdminService> admin() {
    return Optional.ofNullable(admin);
  }

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    AccessAuthenticator authenticator = new AccessAuthenticator(policy);
    AccessAuthorizer authorizer = new AccessAuthorizer(policy);
    AnonymousClientIds clientIds = new AnonymousClientIds();
    Services.interceptorRegistry().setConnectInboundInterceptorProvider(provider -> clientIds);
    Services.securityRegistry().setAuthorizerProvider(provider -> authorizer);
    Services.securityRegistry().setAuthenticatorProvider(provider -> authenticator);
    admin = Services.adminService();
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
    // Nothing to give back: the broker drops what was registered.
  }
}
