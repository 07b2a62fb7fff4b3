package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.Message;
import java.util.Optional;
import java.util.function.Function;

/** A frame codec that encodes as another one does and decodes in a way of its own. */
public final class DecodingBy implements FrameCodec {
  private final FrameCodec codec;
  private final Function<Bytes, Decoded<Frame>> decode;

  public DecodingBy(FrameCodec codec, Function<Bytes, Decoded<Frame>> decode) {
    this.codec = codec;
    this.decode = decode;
  }

  @Override
  public Bytes encode(Message message, Optional<Signer> signer) {
    return codec.encode(message, signer);
  }

  @Override
  public Decoded<Frame> decode(Bytes frame) {
    return decode.apply(frame);
  }

  @Override
  public int overheadBytes() {
    return codec.overheadBytes();
  }

  @Override
  public int entryBytes(int canonicalBytes) {
    return codec.entryBytes(canonicalBytes);
  }

  @Override
  public int deltaEntryBytes(int canonicalBytes) {
    return codec.deltaEntryBytes(canonicalBytes);
  }

  @Override
  public int rangesOverheadBytes() {
    return codec.rangesOverheadBytes();
  }

  @Override
  public int rangeBytes(Bytes before, Message.Ranges.Range range) {
    return codec.rangeBytes(before, range);
  }

  @Override
  public int rangesBytes(Message.Ranges ranges) {
    return codec.rangesBytes(ranges);
  }

  @Override
  public int fragOverheadBytes() {
    return codec.fragOverheadBytes();
  }
}
