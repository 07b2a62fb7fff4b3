package io.echofield.swarmkit.lab.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.wire.FrameWire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Somebody on the links who knows the swarm key but is no member: says junk, what others said
 * before, what others never said, what is not true, and what belongs to another swarm.
 *
 * <p>It owns a key that no roster names, hears everything, and has a member that helps it. One
 * thread.
 */
public final class Hostile implements SwarmWatcher {
  private static final int HEARD_MAX = 64;
  private static final int SEQ_MAX = 12;
  private static final long HYBRID_MILLIS_SPREAD = 7_200_000;

  private final VirtualSwarm swarm;
  private final SplittableRandom random;
  private final Signer key;
  private final SwarmParts elsewhere;
  private final Liar liar;
  private final Insider insider;
  private final List<Heard> heard = new ArrayList<>();
  private final List<TaskId> tasks = new ArrayList<>();
  private final SortedSet<Bytes> foreign = new TreeSet<>();
  private long heardTotal;

  private record Heard(NodeId writer, Channel channel, int slot, Bytes frame) {}

  public Hostile(VirtualSwarm swarm, long seed) {
    this.swarm = swarm;
    this.random = new SplittableRandom(seed);
    this.liar = new Liar(random);
    this.key = swarm.settings().keys().key("hostile");
    Signer member = swarm.settings().keys().key("insider");
    swarm.admit(member);
    this.insider = new Insider(swarm.parts().codec(), member, random);
    this.elsewhere = new SwarmParts(swarm.settings().keys(), "some other swarm");
  }

  /** Canonical bytes of all entries of the other swarm that it brought here. */
  public SortedSet<Bytes> foreign() {
    return Collections.unmodifiableSortedSet(foreign);
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    Heard one = new Heard(node.id(), channel, slot, frame);
    heardTotal++;
    if (heard.size() < HEARD_MAX) {
      heard.add(one);
    } else if (random.nextLong(heardTotal) < HEARD_MAX) {
      heard.set(random.nextInt(HEARD_MAX), one);
    }
  }

  @Override
  public void acknowledged(VirtualNode node, TaskId task) {
    if (tasks.size() < HEARD_MAX) {
      tasks.add(task);
    }
  }

  /** Bytes that mean nothing: random ones, or a frame with one changed. */
  public void junk(VirtualCell cell) {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    if (!heard.isEmpty() && random.nextBoolean()) {
      bytes = anyHeard().frame().toArray();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
    }
    say(cell, anyNode().id(), anyChannel(), Bytes.copyOf(bytes));
  }

  /** Something that was said before, at its old place. */
  public void replay(VirtualCell cell) {
    if (!heard.isEmpty()) {
      Heard old = anyHeard();
      cell.publishedElsewhere(old.writer(), old.channel(), old.slot(), old.frame());
    }
  }

  /** Something in the name of a member, with no signature or one of the wrong key. */
  public void forge(VirtualCell cell) {
    VirtualNode victim = anyNode();
    Author author = random.nextInt(5) == 0 ? swarm.parts().authority().author() : victim.author();
    int epoch =
        victim.running() && random.nextBoolean() ? (int) victim.core().epoch() : random.nextInt();
    LogId log = new LogId(author, epoch);
    Entry entry = forged(log, victim);
    FrameCodec codec = swarm.frames(victim.author());
    if (random.nextInt(4) == 0) {
      Message.Stamp stamp = new Message.Stamp(1 + random.nextInt(1_000), random.nextInt(1_000));
      Bytes frame = codec.encode(beacon(stamp), Optional.of(forging(victim.author())));
      say(cell, victim.id(), Channel.BEACON, frame);
    } else {
      Bytes frame = codec.encode(new Message.Entries(List.of(entry)), Optional.empty());
      say(cell, victim.id(), Channel.DELTA, frame);
    }
  }

  /** What a member of both swarms wrote in the other one: as it was sent there, or wrapped anew. */
  public void foreign(VirtualCell cell) {
    VirtualNode victim = anyNode();
    LogId log = new LogId(victim.author(), random.nextInt());
    Body body =
        random.nextBoolean()
            ? insider.create(victim.author())
            : new Body.Cancel(0, "because of another swarm");
    Bytes task = body instanceof Body.Create ? Bytes.EMPTY : anyTask().bytes();
    Entry entry =
        elsewhere
            .codec()
            .compose(
                new Draft(log, 1 + random.nextInt(SEQ_MAX), 0, task, time(), body), victim.keys());
    foreign.add(entry.canonical());
    Message message = new Message.Entries(List.of(entry));
    FrameCodec codec =
        random.nextBoolean()
            ? swarm.frames(victim.author())
            : new FrameWire(
                elsewhere.hash(),
                Bytes.copyOf("key of another swarm, 32 bytes!!".getBytes(US_ASCII)),
                victim.author(),
                elsewhere.codec());
    say(cell, victim.id(), Channel.DELTA, codec.encode(message, Optional.empty()));
  }

  /** Something well-formed and untrue in the name of a member. */
  public void lie(VirtualCell cell) {
    VirtualNode victim = anyNode();
    if (!victim.running()) {
      return;
    }
    Message lie = liar.about(victim);
    Bytes frame = swarm.frames(victim.author()).encode(lie, Optional.empty());
    say(cell, victim.id(), lie instanceof Message.Frag ? Channel.DELTA : Channel.SYNC, frame);
  }

  /** What a member writes that may not. */
  public void usurp(VirtualCell cell) {
    VirtualNode any = anyNode();
    Entry entry = insider.next(anyTask(), any.author(), time());
    Message message = new Message.Entries(List.of(entry));
    Bytes frame = swarm.frames(any.author()).encode(message, Optional.empty());
    say(cell, any.id(), Channel.DELTA, frame);
  }

  /** A word that a node vanished, true or not. */
  public void will(VirtualCell cell) {
    VirtualNode victim = anyNode();
    long session = victim.running() ? victim.core().session() : 1;
    cell.will(victim.id(), Math.max(1, session + random.nextInt(-1, 2)));
  }

  private Entry forged(LogId log, VirtualNode victim) {
    Bytes task = anyTask().bytes();
    Body body =
        switch (random.nextInt(6)) {
          case 0, 1 -> insider.create(victim.author());
          case 2 -> new Body.Cancel(random.nextInt(3), "forged");
          case 3 -> new Body.Reopen(1 + random.nextInt(3));
          case 4 -> new Body.Life(0, 1 + random.nextInt(3), Phase.DONE, "forged");
          default ->
              new Body.RosterItem(2, 1, new Body.RosterItem.Revoke(victim.author(), List.of()));
        };
    if (body instanceof Body.Create) {
      task = Bytes.EMPTY;
    } else if (body instanceof Body.RosterItem) {
      task = TaskId.ROSTER.bytes();
    } else if (body instanceof Body.Life) {
      task = task.slice(0, 8);
    }
    Draft draft = new Draft(log, 1 + random.nextInt(SEQ_MAX), 0, task, time(), body);
    return swarm.parts().codec().compose(draft, forging(log.author()));
  }

  private static Message beacon(Message.Stamp stamp) {
    return new Message.Beacon(
        stamp, 0, 0, 0, 0, 0, 0, false, List.of(), Optional.empty(), "", Bytes.EMPTY, false);
  }

  /** Signs with this key what claims to be another's. */
  private Signer forging(Author victim) {
    return new Signer() {
      @Override
      public Author author() {
        return victim;
      }

      @Override
      public Bytes publicKey() {
        return key.publicKey();
      }

      @Override
      public Bytes sign(Bytes message) {
        return key.sign(message);
      }
    };
  }

  private void say(VirtualCell cell, NodeId writer, Channel channel, Bytes frame) {
    cell.publishedElsewhere(writer, channel, 0, frame);
  }

  private HybridTime time() {
    return HybridTime.ofWall(
        VirtualSwarm.WALL_START_MILLIS + random.nextLong(HYBRID_MILLIS_SPREAD));
  }

  private TaskId anyTask() {
    return tasks.isEmpty()
        ? new TaskId(Bytes.ofHex("00112233445566778899aabbccddeeff"))
        : tasks.get(random.nextInt(tasks.size()));
  }

  private VirtualNode anyNode() {
    return swarm.nodes().get(random.nextInt(swarm.nodes().size()));
  }

  private Channel anyChannel() {
    Channel[] all = Channel.values();
    return all[random.nextInt(all.length)];
  }

  private Heard anyHeard() {
    return heard.get(random.nextInt(heard.size()));
  }
}
