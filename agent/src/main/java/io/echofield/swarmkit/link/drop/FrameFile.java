package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.FrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Several frames in one file. Pure.
 *
 * <p>4 bytes {@code EFF1}, then for each frame: payload length (u32 big-endian), channel (u8: 1
 * DELTA, 2 SYNC), CRC32C of channel and payload (u32 big-endian), payload.
 */
final class FrameFile {
  /** Larger files are not read. A batch ends before it reaches this. */
  static final int FILE_BYTES_MAX = 1024 * 1024;

  static final int OVERHEAD_BYTES = 9;
  static final int MAGIC_BYTES = 4;
  private static final int MAGIC = 0x45464631;

  private FrameFile() {}

  record Frame(Channel channel, Bytes payload) {
    int fileBytes() {
      return OVERHEAD_BYTES + payload.size();
    }
  }

  /**
   * What a file holds.
   *
   * @param fault why reading ended before the end of the file; the frames before are good
   */
  record Content(List<Frame> frames, Optional<String> fault) {}

  static byte[] encode(List<Frame> frames) {
    ByteBuffer out =
        ByteBuffer.allocate(MAGIC_BYTES + frames.stream().mapToInt(Frame::fileBytes).sum());
    out.putInt(MAGIC);
    for (Frame frame : frames) {
      byte[] payload = frame.payload().toArray();
      byte code = code(frame.channel());
      out.putInt(payload.length).put(code).putInt(crc(code, payload)).put(payload);
    }
    return out.array();
  }

  /** Total: any bytes may be given. */
  static Content decode(byte[] file) {
    List<Frame> frames = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    if (in.remaining() < MAGIC_BYTES || in.getInt() != MAGIC) {
      return new Content(List.of(), Optional.of("not a file of frames"));
    }
    while (in.hasRemaining()) {
      if (in.remaining() < OVERHEAD_BYTES) {
        return new Content(frames, Optional.of("torn"));
      }
      int length = in.getInt();
      byte code = in.get();
      int crc = in.getInt();
      if (length < 0 || length > FrameCodec.FRAME_BYTES_MAX) {
        return new Content(frames, Optional.of("frame length " + Integer.toUnsignedString(length)));
      }
      if (length > in.remaining()) {
        return new Content(frames, Optional.of("torn"));
      }
      byte[] payload = new byte[length];
      in.get(payload);
      Optional<Channel> channel = channel(code);
      if (crc != crc(code, payload) || channel.isEmpty()) {
        return new Content(frames, Optional.of("damaged frame"));
      }
      frames.add(new Frame(channel.get(), Bytes.copyOf(payload)));
    }
    return new Content(frames, Optional.empty());
  }

  private static byte code(Channel channel) {
    return switch (channel) {
      case DELTA -> 1;
      case SYNC -> 2;
      case BEACON, HEAD, TAIL, HEALTH ->
          throw new IllegalArgumentException(channel + " has a file of its own");
    };
  }

  private static Optional<Channel> channel(byte code) {
    return switch (code) {
      case 1 -> Optional.of(Channel.DELTA);
      case 2 -> Optional.of(Channel.SYNC);
      default -> Optional.empty();
    };
  }

  private static int crc(byte code, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(code);
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }
}
