package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.time.HybridTime;

/**
 * What a bundle says of itself first.
 *
 * @param maker whose signature ends it
 * @param time when it was made, by its maker's clock
 * @param entries how many entries it has
 */
public record BundleManifest(Author maker, HybridTime time, long entries) {}
