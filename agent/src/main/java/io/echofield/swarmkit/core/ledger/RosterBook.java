package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The roster in force, folded from the authority's entries, and the public keys that are known.
 *
 * <p>In a swarm with an authority, version v counts once all of its items and all lower versions
 * are here with valid signatures: a pure function of the set of roster entries. A revoked member is
 * none, but its key stays known: all nodes must judge alike what it signed, whenever they hear it.
 * In an open swarm there is no roster; keys are hearsay, but safe to believe, since a key id is the
 * hash of its key. One thread.
 */
public final class RosterBook implements Roster {
  /**
   * Keys of strangers remembered in an open swarm; when full, further ones are not learned and
   * their entries show as unproven.
   */
  public static final int HEARSAY_KEYS_MAX = 4_096;

  // fixed
  private final SwarmHash hash;
  private final Verifier verifier;
  private final Optional<Bytes> authorityKey;
  private final Optional<Author> authority;
  // folded
  private long version;
  private final SortedMap<Author, Member> members = new TreeMap<>();
  private final SortedMap<Author, Bytes> named = new TreeMap<>();
  // learned
  private final SortedMap<Author, Bytes> hearsay = new TreeMap<>();
  private final SortedMap<Author, Bytes> own = new TreeMap<>();

  /** {@code authorityKey} is empty in an open swarm. */
  public RosterBook(SwarmHash hash, Verifier verifier, Optional<Bytes> authorityKey, Signer self) {
    this.hash = hash;
    this.verifier = verifier;
    this.authorityKey = authorityKey;
    this.authority = authorityKey.map(verifier::author);
    own.put(self.author(), self.publicKey());
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public boolean open() {
    return authority.isEmpty();
  }

  @Override
  public List<Member> members() {
    return new ArrayList<>(members.values());
  }

  @Override
  public Optional<Member> member(Author author) {
    return Optional.ofNullable(members.get(author));
  }

  @Override
  public Optional<Bytes> publicKey(Author author) {
    if (authority.isPresent() && authority.get().equals(author)) {
      return authorityKey;
    }
    Bytes key = named.getOrDefault(author, own.get(author));
    return Optional.ofNullable(key != null ? key : hearsay.get(author));
  }

  /**
   * Whether everybody who holds this roster can check what the author signs: it is or was a member
   * or is the authority, or the swarm is open, where signatures come with their key.
   */
  public boolean vouchesFor(Author author) {
    return open() || authority.get().equals(author) || named.containsKey(author);
  }

  /** Believes a key that somebody told, in an open swarm only; true if it is new. */
  public boolean learn(Bytes publicKey) {
    if (!open() || publicKey.size() != 32 || hearsay.size() >= HEARSAY_KEYS_MAX) {
      return false;
    }
    Author author = verifier.author(publicKey);
    return !own.containsKey(author) && hearsay.putIfAbsent(author, publicKey) == null;
  }

  /** Folds anew from all roster entries known; true if the roster in force changed. */
  public boolean refold(List<StoredEntry> rosterEntries) {
    SortedMap<Integer, List<Body.RosterItem>> versions = new TreeMap<>();
    for (StoredEntry stored : rosterEntries) {
      if (authoritative(stored)) {
        Body.RosterItem item = (Body.RosterItem) stored.entry().body();
        versions.computeIfAbsent(item.version(), v -> new ArrayList<>()).add(item);
      }
    }
    long before = version;
    List<Member> membersBefore = members();
    version = 0;
    members.clear();
    named.clear();
    while (versions.containsKey((int) version + 1) && complete(versions.get((int) version + 1))) {
      version++;
      versions.get((int) version).forEach(this::enforce);
    }
    return version != before || !members().equals(membersBefore);
  }

  /**
   * Whether an entry is an item signed by the authority of this swarm. The authority's key never
   * changes, so that the verdict of the entry's arrival holds.
   */
  private boolean authoritative(StoredEntry stored) {
    Entry entry = stored.entry();
    return entry.body() instanceof Body.RosterItem
        && authority.filter(entry.author()::equals).isPresent()
        && stored.proven();
  }

  /**
   * Whether the entry's own signature is valid under the key that is known for its author; false if
   * none is known.
   */
  public boolean valid(Entry entry) {
    return entry.signed() && publicKey(entry.author()).filter(key -> valid(entry, key)).isPresent();
  }

  private boolean valid(Entry entry, Bytes publicKey) {
    return verifier.verify(publicKey, hash.entrySignInput(entry.unsignedPart()), entry.signature());
  }

  private static boolean complete(List<Body.RosterItem> items) {
    return items.size() >= items.get(0).items();
  }

  private void enforce(Body.RosterItem item) {
    if (item.item() instanceof Body.RosterItem.Member member) {
      Author author = verifier.author(member.publicKey());
      named.put(author, member.publicKey());
      members.put(
          author, new Member(member.name(), author, member.publicKey(), member.capabilities()));
    } else if (item.item() instanceof Body.RosterItem.Revoke revoke) {
      members.remove(revoke.author());
    }
  }
}
