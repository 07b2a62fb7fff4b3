package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import java.util.List;
import java.util.Optional;

/**
 * Port: frames as bytes. Bound by {@code wire}; holds swarm id, frame key and the sender's key id.
 * Pure, any thread.
 */
public interface FrameCodec {
  /** Largest frame that is ever read, in bytes; longer ones are refused before they are parsed. */
  int FRAME_BYTES_MAX = 65_536;

  /** Encodes and MACs; signs the frame too if a signer is given. */
  Bytes encode(Message message, Optional<Signer> signer);

  /**
   * Size, MAC, version, syntax and ranges are checked in this order; entries inside are decoded as
   * by the entry codec.
   */
  Decoded<Frame> decode(Bytes frame);

  /**
   * The same, but entries are compressed where that is shorter, if this codec can: what is the same
   * on every machine is then what a frame says, not its bytes and their number.
   */
  default FrameCodec compressing() {
    return this;
  }

  /** Bytes a frame needs beside its entries: an upper bound for DELTA and ENTRIES. */
  int overheadBytes();

  /** Bytes that one entry of this canonical size adds to a DELTA or ENTRIES frame at most. */
  int entryBytes(int canonicalBytes);

  /**
   * The same for a DELTA frame alone, which carries entries without their headers: a closer bound.
   */
  default int deltaEntryBytes(int canonicalBytes) {
    return entryBytes(canonicalBytes);
  }

  /**
   * How many of the first of these entries one DELTA frame holds; the first one counts in any case.
   *
   * @param run consecutive entries of one log, at least one
   */
  default int deltaFits(List<Entry> run, int frameBytesMax) {
    int count = 0;
    int bytes = overheadBytes();
    while (count < run.size() && (count == 0 || bytes <= frameBytesMax)) {
      bytes += deltaEntryBytes(run.get(count).canonical().size());
      count++;
    }
    return count > 1 && bytes > frameBytesMax ? count - 1 : count;
  }

  /** Bytes a RANGES frame needs beside its ranges: an upper bound, for any stamp and salt. */
  int rangesOverheadBytes();

  /**
   * Bytes that one range adds to a RANGES frame: an upper bound, at most 1 above the exact number.
   *
   * @param before upper bound of the range before, empty for the first
   * @param range what is added, its bound above {@code before}
   */
  int rangeBytes(Bytes before, Message.Ranges.Range range);

  /** The exact size of the unsigned frame with this message, without making it. */
  int rangesBytes(Message.Ranges ranges);

  /** Bytes a FRAG frame needs beside the piece: an upper bound. */
  int fragOverheadBytes();
}
