package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import io.echofield.swarmkit.core.sync.FrameCodec;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the core needs from outside: codecs, keys, look-ups, the gate, and chance.
 *
 * @param authorityKey 32 bytes; empty in an open swarm
 * @param random salts, epochs and jitter; seeded in tests and in the simulator, the system's secure
 *     source in an agent
 */
public record NodeParts(
    SwarmHash hash,
    EntryCodec entryCodec,
    FrameCodec frameCodec,
    Signer signer,
    Verifier verifier,
    Optional<Bytes> authorityKey,
    LedgerReader reader,
    ExecutionGate gate,
    RandomGenerator random) {}
