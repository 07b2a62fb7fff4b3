package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import java.util.Optional;

/**
 * What a node keeps outside its store, to notice when the store and the rest of its folder are no
 * longer of one piece.
 *
 * @param author whose log it speaks of: the key may be exchanged while the store stays
 * @param nonce random, never 0; equal to the store's own unless a crash came between the two
 * @param session highest session begun: none at or below it may be begun again
 * @param epoch the log epoch written in, as an unsigned 32-bit number
 * @param ownSeq the store held this node's entries of that epoch at least up to here
 * @param lastBreak the newest break of continuity
 */
public record Continuity(
    Author author,
    long nonce,
    long session,
    long epoch,
    long ownSeq,
    Optional<ContinuityBreak> lastBreak) {}
