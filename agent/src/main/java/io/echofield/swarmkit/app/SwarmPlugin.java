package io.echofield.swarmkit.app;

import com.google.inject.Module;

/**
 * A jar of others that adds links, checks or handlers; found through {@link
 * java.util.ServiceLoader}.
 *
 * <p>Its module adds to the sets and maps that the agent declares (links, checks, handlers); it
 * cannot replace what is bound there.
 */
public interface SwarmPlugin {
  Module module();
}
