package io.echofield.swarmkit.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** For every kind of entry: a good one, made bad in what differs from kind to kind. */
final class RefusedByKind {
  private static final List<String> KINDS =
      List.of(
          "create",
          "edit",
          "life",
          "cancel",
          "reopen",
          "approve",
          "note",
          "result",
          "epoch-start",
          "roster-member");
  private static final List<String> REFERENCES =
      List.of("", "01".repeat(8), "01".repeat(16), "00".repeat(8), "00".repeat(16));

  private final List<Arguments> rows = new ArrayList<>();

  private RefusedByKind() {}

  /** What it is, bytes in hex, why it is refused. */
  static List<Arguments> rows() {
    RefusedByKind all = new RefusedByKind();
    for (String kind : KINDS) {
      Entry good = GoldenVectors.entries().get("entry-" + kind);
      all.signature(kind, good);
      all.references(kind, good);
    }
    all.others();
    return all.rows;
  }

  private void signature(String kind, Entry good) {
    if (good.signed()) {
      add(kind + " without its signature", good.unsignedPart(), "signature missing");
    } else {
      Bytes signed = good.canonical().concat(Bytes.ofHex("7a40" + "00".repeat(64)));
      add(kind + " with a signature", signed, "signature on a kind without one");
    }
  }

  private void references(String kind, Entry good) {
    for (String reference : REFERENCES) {
      if (!legal(good.body(), reference)) {
        String what =
            reference.isEmpty() ? kind + " of no task" : kind + " of the task " + reference;
        add(what, withTask(good, reference), "task reference does not fit the kind");
      }
    }
  }

  /** The table of PROTOCOL.md. */
  private static boolean legal(Body body, String reference) {
    boolean zero = reference.startsWith("00");
    if (body instanceof Body.Create || body instanceof Body.EpochStart) {
      return reference.isEmpty();
    }
    if (body instanceof Body.RosterItem) {
      return zero && reference.length() == 32;
    }
    int least = body.isSkind() ? 32 : 16;
    return !zero && reference.length() >= least;
  }

  private void others() {
    Entry start = GoldenVectors.entries().get("entry-epoch-start");
    Bytes second = EntryHeader.write(start.log(), 2).concat(EntryHeader.rest(start));
    add("epoch start as entry 2", second, "epoch start not at seq 1");
    Entry member = GoldenVectors.entries().get("entry-roster-member");
    add(
        "a roster entry as a writer of protobuf orders it",
        Bytes.copyOf(parsed(member).toByteArray()),
        "signature not the last 66 bytes");
  }

  /** The fields of the rest may come in any order, so the library may write them. */
  private static Bytes withTask(Entry good, String reference) {
    Bytes rest =
        Bytes.copyOf(
            parsed(good).toBuilder()
                .clearAuthor()
                .clearEpoch()
                .clearSeq()
                .clearSignature()
                .setTask(Limits.proto(Bytes.ofHex(reference)))
                .build()
                .toByteArray());
    Bytes bytes = EntryHeader.write(good.log(), good.seq()).concat(rest);
    Bytes canonical = good.canonical();
    return good.signed()
        ? bytes.concat(canonical.slice(good.unsignedPart().size(), canonical.size()))
        : bytes;
  }

  private static io.echofield.swarmkit.wire.v1.Entry parsed(Entry entry) {
    try {
      return io.echofield.swarmkit.wire.v1.Entry.parseFrom(entry.canonical().toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a vector must be readable", e);
    }
  }

  private void add(String what, Bytes bytes, String reason) {
    rows.add(Arguments.of(what, bytes.hex(), reason));
  }
}
