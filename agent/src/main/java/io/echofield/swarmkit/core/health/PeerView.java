package io.echofield.swarmkit.core.health;

import java.util.Optional;

/**
 * How this node sees another one, and why.
 *
 * @param label its name; with the beginning of its key where two keys use one name: {@code node-a
 *     (key 1a2b..)}
 * @param reason one phrase for people
 * @param sinceWallMillis since when, by this node's wall clock
 * @param peer what is remembered of it; empty if it is expected but was never heard
 */
public record PeerView(
    String label, PeerState state, String reason, long sinceWallMillis, Optional<Peer> peer) {}
