package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import java.util.Optional;

/**
 * A decoded frame whose MAC was good.
 *
 * @param sender who framed it, as it says; a member of the swarm could lie, so it is a hint unless
 *     the signature is checked
 * @param signature over {@link #signedPart}, or empty
 * @param signedPart the bytes the signature covers, domain and swarm id included; empty if unsigned
 */
public record Frame(Optional<Author> sender, Message message, Bytes signature, Bytes signedPart) {}
