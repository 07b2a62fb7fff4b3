package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;

/**
 * A claim on a task that is bound to no node, as this node sees it.
 *
 * @param own whether this process holds it
 * @param lost an own one that was not renewed in time or was overtaken: the action that runs under
 *     it runs to its end, and another node may run the task too
 * @param untilWallMillis until when it holds if it is not renewed, by this node's wall clock, for
 *     display
 */
public record LeaseView(Author holder, boolean own, boolean lost, long untilWallMillis) {}
