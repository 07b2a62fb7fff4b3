package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Body.RosterItem.Member;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Makes a closed swarm: its id, its key, its authority and the first roster.
 *
 * <p>The authority is an author like any other; its log holds roster items only. Nothing is written
 * to disk here: see {@link NewSwarm}.
 */
public final class KeyCeremony {
  private static final int FIRST_VERSION = 1;

  private final RandomGenerator random;
  private final Function<SwarmId, EntryCodec> codecs;

  /**
   * A ceremony.
   *
   * @param random a {@link java.security.SecureRandom} outside tests
   * @param codecs the codec of a swarm
   */
  public KeyCeremony(RandomGenerator random, Function<SwarmId, EntryCodec> codecs) {
    this.random = random;
    this.codecs = codecs;
  }

  /**
   * A new swarm with a roster of version 1 that has these members.
   *
   * @param members one or more, with names and keys that differ
   * @param now the stamp of the roster's entries
   * @throws KeyException if the swarm's name or the list of members is not acceptable
   */
  public NewSwarm make(String swarmName, List<Member> members, HybridTime now) throws KeyException {
    if (!SwarmCredentials.isLegalName(swarmName)) {
      throw new KeyException(
          "a swarm's name has 1 to 8 of a-z, 0-9 and hyphen, but this one is \""
              + swarmName
              + "\"");
    }
    refuseDoubles(members);
    SwarmId swarmId = new SwarmId(randomBytes(SwarmId.BYTES));
    Bytes swarmKey = randomBytes(SwarmCredentials.KEY_BYTES);
    Ed25519Signer authority = Ed25519Signer.generate(random);
    SwarmCredentials credentials =
        SwarmCredentials.closed(swarmName, swarmId, swarmKey, authority.publicKey());
    List<Entry> roster = compose(codecs.apply(swarmId), authority, members, now);
    return new NewSwarm(credentials, roster, authority);
  }

  private List<Entry> compose(
      EntryCodec codec, Ed25519Signer authority, List<Member> members, HybridTime now)
      throws KeyException {
    LogId log = new LogId(authority.author(), random.nextInt());
    List<Entry> roster = new ArrayList<>();
    for (Member member : members) {
      Body item = new Body.RosterItem(FIRST_VERSION, members.size(), member);
      Draft draft = new Draft(log, roster.size() + 1L, 0, TaskId.ROSTER.bytes(), now, item);
      try {
        roster.add(codec.compose(draft, authority));
      } catch (IllegalArgumentException e) {
        throw new KeyException("cannot enter " + member.name() + ": " + e.getMessage(), e);
      }
    }
    return roster;
  }

  private static void refuseDoubles(List<Member> members) throws KeyException {
    if (members.isEmpty() || members.size() > RosterFile.ENTRIES_MAX) {
      throw new KeyException(
          "a roster has 1 to "
              + RosterFile.ENTRIES_MAX
              + " members but this one has "
              + members.size());
    }
    if (members.stream().map(Member::name).distinct().count() < members.size()) {
      throw new KeyException("two members of the roster have the same name");
    }
    if (members.stream().map(Member::publicKey).distinct().count() < members.size()) {
      throw new KeyException("two members of the roster have the same key");
    }
  }

  private Bytes randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
