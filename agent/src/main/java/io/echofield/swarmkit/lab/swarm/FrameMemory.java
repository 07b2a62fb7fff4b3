package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.FrameCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes each frame once, however many nodes it reaches: decoding is a pure function of the bytes
 * and the swarm. One thread.
 */
final class FrameMemory {
  /** Frames remembered; the oldest is decoded again. */
  private static final int FRAMES_MAX = 2_048;

  private final FrameCodec codec;
  private final Map<Bytes, Decoded<Frame>> decoded =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Decoded<Frame>> eldest) {
          return size() > FRAMES_MAX;
        }
      };

  FrameMemory(FrameCodec codec) {
    this.codec = codec;
  }

  Decoded<Frame> decode(Bytes frame) {
    Decoded<Frame> known = decoded.get(frame);
    if (known == null) {
      known = codec.decode(frame);
      decoded.put(frame, known);
    }
    return known;
  }
}
