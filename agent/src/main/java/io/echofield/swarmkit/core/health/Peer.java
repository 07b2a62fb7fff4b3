package io.echofield.swarmkit.core.health;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import java.util.Optional;

/**
 * What is remembered of another node. Never dropped because of time.
 *
 * @param name as its beacons or the roster say; may be shared by two keys, then both are shown
 * @param publicKey 32 bytes, or empty if never told
 * @param session of its newest beacon
 * @param counter of its newest beacon
 * @param report the newest health it told
 * @param heardWallMillis when that was, by this node's wall clock
 * @param goodbye whether its newest beacon said that it stops on purpose
 */
public record Peer(
    Author author,
    String name,
    Bytes publicKey,
    long session,
    long counter,
    Optional<HealthReport> report,
    long heardWallMillis,
    boolean goodbye) {}
