package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits to be written: frames in order, and the newest payload of each retained place. Bounded
 * by {@value #FRAMES_MAX} payloads and {@value #BYTES_MAX} bytes: what does not fit is not taken.
 * Safe from any thread.
 */
final class Pending {
  static final int FRAMES_MAX = 4_096;
  static final int BYTES_MAX = 2 * 1024 * 1024;

  private final List<FrameFile.Frame> frames = new ArrayList<>();
  private final Map<Kept, Bytes> kept = new LinkedHashMap<>();
  private long bytes;

  synchronized boolean offer(FrameFile.Frame frame) {
    if (!fits(frame.payload(), 0)) {
      return false;
    }
    bytes += frame.payload().size();
    return frames.add(frame);
  }

  synchronized boolean offer(Kept place, Bytes payload) {
    Bytes older = kept.getOrDefault(place, Bytes.EMPTY);
    if (!fits(payload, older.size())) {
      return false;
    }
    bytes += payload.size() - older.size();
    kept.put(place, payload);
    return true;
  }

  /** The next frames that fit one file together, without taking them. */
  synchronized List<FrameFile.Frame> nextBatch() {
    int size = FrameFile.MAGIC_BYTES;
    int count = 0;
    for (FrameFile.Frame frame : frames) {
      size += frame.fileBytes();
      if (size > FrameFile.FILE_BYTES_MAX) {
        break;
      }
      count++;
    }
    return List.copyOf(frames.subList(0, count));
  }

  /** The first frames are written. */
  synchronized void written(List<FrameFile.Frame> batch) {
    batch.forEach(frame -> bytes -= frame.payload().size());
    frames.subList(0, batch.size()).clear();
  }

  synchronized Map<Kept, Bytes> kept() {
    return new LinkedHashMap<>(kept);
  }

  /** A payload is written; a newer one of its place stays. */
  synchronized void written(Kept place, Bytes payload) {
    if (kept.remove(place, payload)) {
      bytes -= payload.size();
    }
  }

  /**
   * Forgets the frames: the folder is gone, and the node replays what no peer has shown to possess.
   */
  synchronized int dropFrames() {
    int count = frames.size();
    frames.forEach(frame -> bytes -= frame.payload().size());
    frames.clear();
    return count;
  }

  synchronized boolean isEmpty() {
    return frames.isEmpty() && kept.isEmpty();
  }

  private boolean fits(Bytes payload, int freed) {
    return frames.size() + kept.size() < FRAMES_MAX && bytes - freed + payload.size() <= BYTES_MAX;
  }
}
