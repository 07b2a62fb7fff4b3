package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The upper bounds of ranges, each as what it does not share with the one before: see {@code
 * Ranges.bounds} in {@code sync.proto}. Every list has one form. Pure.
 */
final class RangeBoundsWire {
  private static final int END = 0;

  /** Marks the long form: a bound that is not the end never has 0 bytes of its own. */
  private static final int LONG_FORM = 0x10;

  private static final int SHORT_MAX = 15;

  private RangeBoundsWire() {}

  /**
   * Writes the bounds, which ascend.
   *
   * @throws IllegalArgumentException if one is too long
   */
  static ByteString write(List<Message.Ranges.Range> ranges) {
    ByteString.Output out = ByteString.newOutput();
    byte[] before = new byte[0];
    for (Message.Ranges.Range range : ranges) {
      byte[] upper = range.upper().toArray();
      FrameBounds.require(upper.length, FrameBounds.RANGE_UPPER_BYTES_MAX, "bytes of a bound");
      int shared = shared(before, upper);
      int rest = upper.length - shared;
      if (upper.length == 0) {
        out.write(END);
      } else if (isShort(shared, rest)) {
        out.write((shared << 4) | rest);
      } else {
        out.write(LONG_FORM);
        out.write(shared);
        out.write(rest);
      }
      out.write(upper, shared, rest);
      before = upper;
    }
    return out.toByteString();
  }

  static List<Bytes> read(ByteString bounds) throws Refusal {
    List<Bytes> uppers = new ArrayList<>();
    Bytes before = Bytes.EMPTY;
    int at = 0;
    while (at < bounds.size()) {
      Limits.count(uppers.size() + 1, FrameBounds.RANGES_MAX, "ranges");
      Limits.require(uppers.isEmpty() || !before.isEmpty(), "range after the end of the space");
      int first = bounds.byteAt(at++) & 0xff;
      int shared = first >>> 4;
      int rest = first & SHORT_MAX;
      if (first != END && rest == 0) {
        Limits.require(first == LONG_FORM && at + 2 <= bounds.size(), "range bound malformed");
        shared = bounds.byteAt(at++) & 0xff;
        rest = bounds.byteAt(at++) & 0xff;
        Limits.require(!isShort(shared, rest) && rest > 0, "range bound malformed");
      }
      Limits.require(
          shared <= before.size() && rest <= bounds.size() - at, "range bound malformed");
      Limits.require(shared + rest <= FrameBounds.RANGE_UPPER_BYTES_MAX, "range bound too long");
      // Ascending, and nothing that could be shared is written: one test says both.
      Limits.require(
          first == END
              || shared == before.size()
              || (bounds.byteAt(at) & 0xff) > (before.at(shared) & 0xff),
          "ranges not in order");
      before = before.slice(0, shared).concat(Limits.bytes(bounds.substring(at, at + rest)));
      uppers.add(before);
      at += rest;
    }
    return uppers;
  }

  /** What one bound takes. */
  static int bytes(Bytes before, Bytes upper) {
    int shared = shared(before.toArray(), upper.toArray());
    int rest = upper.size() - shared;
    return (upper.isEmpty() || isShort(shared, rest) ? 1 : 3) + rest;
  }

  private static int shared(byte[] before, byte[] upper) {
    int mismatch = Arrays.mismatch(before, upper);
    return mismatch < 0 ? upper.length : mismatch;
  }

  private static boolean isShort(int shared, int rest) {
    return shared <= SHORT_MAX && rest <= SHORT_MAX;
  }
}
