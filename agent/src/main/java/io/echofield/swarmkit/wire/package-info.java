/**
 * Records of the core as protobuf bytes and back: entries, frames, what the store keeps, and the
 * JSON for standard tools.
 *
 * <p>The only importer of the generated classes. Bytes that others gave are refused with a reason,
 * never with an exception.
 */
package io.echofield.swarmkit.wire;
