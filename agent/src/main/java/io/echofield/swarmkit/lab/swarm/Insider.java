package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A member that is no operator and writes, under its genuine signature, of tasks that are not its
 * own: nobody may heed that. Its own tasks are as good as anybody's. One thread.
 */
final class Insider {
  private static final int EPOCH = 1;
  private static final int GEN_MAX = 3;

  private final EntryCodec codec;
  private final Signer key;
  private final SplittableRandom random;
  private long seq;

  Insider(EntryCodec codec, Signer key, SplittableRandom random) {
    this.codec = codec;
    this.key = key;
    this.random = random;
  }

  /** The next entry of its log; {@code target}: of a task that it makes. */
  Entry next(TaskId task, Author target, HybridTime time) {
    Body body =
        switch (random.nextInt(6)) {
          case 0 -> create(target);
          case 1 -> new Body.Reopen(1 + random.nextInt(GEN_MAX));
          case 2 -> new Body.Approve(random.nextInt(GEN_MAX));
          case 3 -> new Body.Edit(new Spec(2, Spec.PRIORITY_DEFAULT, 1, 1, new TreeMap<>()));
          default -> new Body.Cancel(random.nextInt(GEN_MAX), "not its own");
        };
    Bytes subject = body instanceof Body.Create ? Bytes.EMPTY : task.bytes();
    Draft draft = new Draft(new LogId(key.author(), EPOCH), ++seq, 0, subject, time, body);
    return codec.compose(draft, key);
  }

  /** A task for this node, with a salt of its own. */
  Body.Create create(Author target) {
    byte[] salt = new byte[Body.Create.SALT_BYTES];
    random.nextBytes(salt);
    return new Body.Create(
        Bytes.copyOf(salt),
        new ActionName("noop"),
        Optional.of(target),
        0,
        Spec.of(new TreeMap<>()),
        false,
        List.of(),
        Bytes.EMPTY);
  }
}
