package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;

/**
 * An author's proof over the prefix of its log that ends at {@code seq}.
 *
 * @param chain 16 bytes
 * @param signature 64 bytes
 * @param publicKey 32 bytes, or empty where a roster tells it
 */
public record HeadSig(LogId log, long seq, Bytes chain, Bytes signature, Bytes publicKey) {}
