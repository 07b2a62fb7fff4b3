package io.echofield.swarmkit.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.wire.v1.Batch;
import io.echofield.swarmkit.wire.v1.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * The writes of one turn of the node as one record of the journal.
 *
 * <p>Order is kept. One write that cannot be read refuses the whole record: it was written all or
 * none. Immutable, any thread.
 */
public final class WriteWire {
  private final EntryCodec entries;

  public WriteWire(EntryCodec entries) {
    this.entries = entries;
  }

  public Bytes encode(List<Write> writes) {
    Batch.Builder batch = Batch.newBuilder();
    ChangeToProto change = new ChangeToProto();
    writes.forEach(write -> batch.addChanges(write.accept(change)));
    return Bytes.copyOf(batch.build().toByteArray());
  }

  public Decoded<List<Write>> decode(Bytes record) {
    try {
      Batch batch = Batch.parseFrom(record.toArray());
      List<Write> writes = new ArrayList<>(batch.getChangesCount());
      for (Change change : batch.getChangesList()) {
        writes.add(ChangeFromProto.write(change, entries));
      }
      return new Decoded.Accepted<>(List.copyOf(writes));
    } catch (Refusal refusal) {
      return new Decoded.Rejected<>(refusal.getMessage());
    } catch (InvalidProtocolBufferException e) {
      // The reason is enough, the position helps nobody.
      return new Decoded.Rejected<>("journal record malformed");
    }
  }
}
