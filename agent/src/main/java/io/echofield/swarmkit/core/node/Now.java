package io.echofield.swarmkit.core.node;

/**
 * What the clocks say when an event is handed over.
 *
 * @param wallMillis milliseconds since 1970; for stamps and display only, may jump
 * @param monoMillis milliseconds since the process began to count, never steps back; for timers and
 *     leases
 */
public record Now(long wallMillis, long monoMillis) {}
