package io.echofield.swarmkit.app;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.HttpAgentCalls;
import io.echofield.swarmkit.core.id.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An agent that runs on this machine for this user.
 *
 * @param process to tell it from a later process of the same id
 * @param dataDir absolute
 * @param http where its local API listens
 * @param tokenFile absolute
 * @param started when it registered, for people; in whole milliseconds
 */
public record RunningAgent(
    NodeId node,
    ProcessMark process,
    Path dataDir,
    HostPort http,
    Path tokenFile,
    Instant started) {
  public long pid() {
    return process.pid();
  }

  /**
   * Calls to it, each at most this long.
   *
   * @throws IOException if its token cannot be read: it is gone, or another user's
   */
  public AgentCalls calls(int timeoutMillis) throws IOException {
    String token = ApiToken.read(tokenFile).hex();
    return new HttpAgentCalls(http.host(), http.port(), token, timeoutMillis);
  }
}
