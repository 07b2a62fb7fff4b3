package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.time.HybridTime;

/** An entry before it has bytes and an id. Fields as in {@link Entry}. */
public record Draft(LogId log, long seq, int group, Bytes task, HybridTime hlc, Body body) {}
