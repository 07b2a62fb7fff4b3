package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.util.random.RandomGenerator;

/** What all links of a node share. One thread. */
record SyncContext(
    Author self,
    SwarmHash hash,
    Ledger ledger,
    HeadsIndex heads,
    FrameCodec codec,
    RandomGenerator random,
    SyncSettings settings,
    SyncHost host,
    Sessions sessions) {

  /** The fingerprint of a part of a space, salted. */
  long fingerprint(Message.Ranges.Space space, long salt, FingerprintTree.Summary part) {
    return hash.fingerprint(space.number(), salt, part.sum(), part.count());
  }

  /** What this node holds of the whole space. */
  FingerprintTree.Summary whole(Message.Ranges.Space space) {
    return space == Message.Ranges.Space.HEADS
        ? new FingerprintTree.Summary(heads.tree().count(), heads.tree().sum())
        : new FingerprintTree.Summary(ledger.live().count(), ledger.live().sum());
  }

  /** Digests of all that is held, salted. */
  SyncHost.Digests digests(long salt) {
    FingerprintTree.Summary live = whole(Message.Ranges.Space.LIVE);
    FingerprintTree.Summary logs = whole(Message.Ranges.Space.HEADS);
    return new SyncHost.Digests(
        live.count(),
        fingerprint(Message.Ranges.Space.LIVE, salt, live),
        logs.count(),
        fingerprint(Message.Ranges.Space.HEADS, salt, logs));
  }
}
