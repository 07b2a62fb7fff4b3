package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RosterBookTest {
  private final SwarmParts swarm = new SwarmParts();
  private final ToyKeys a = ToyKeys.of("a");
  private final ToyKeys b = ToyKeys.of("b");
  private final ToyKeys c = ToyKeys.of("c");
  private final RosterBook book = swarm.book(a);

  @Test
  @Shows("K-2")
  void aVersionCountsOnceAllOfItsItemsAreThere() {
    List<Entry> roster = swarm.roster(1, List.of(a, b), 1);
    assertThat(refold(roster.subList(0, 1))).isFalse();
    assertThat(book.version()).isZero();
    assertThat(book.members()).isEmpty();
    assertThat(refold(roster)).isTrue();
    assertThat(book.version()).isEqualTo(1);
    assertThat(book.members()).extracting(Member::author).contains(a.author(), b.author());
    assertThat(book.member(a.author()).orElseThrow().may(Capability.OPERATOR)).isTrue();
    assertThat(book.member(b.author()).orElseThrow().may(Capability.OPERATOR)).isFalse();
    assertThat(refold(roster)).isFalse();
  }

  @Test
  @Shows("K-2")
  void aVersionWaitsForTheOnesBefore() {
    List<Entry> first = swarm.roster(1, List.of(a), 1);
    List<Entry> third = swarm.roster(3, List.of(c), 0);
    List<Entry> known = new ArrayList<>(first);
    known.addAll(third);
    refold(known);
    assertThat(book.version()).isEqualTo(1);
    known.addAll(swarm.roster(2, List.of(b), 0));
    Collections.reverse(known);
    refold(known);
    assertThat(book.version()).isEqualTo(3);
    assertThat(book.members()).hasSize(3);
  }

  @Test
  @Shows("K-2")
  void onlyTheAuthorityMakesMembers() {
    Body.RosterItem.Item item =
        new Body.RosterItem.Member(
            new NodeId("evil"), b.publicKey(), List.of(Capability.OPERATOR), List.of(), 0);
    refold(List.of(swarm.rosterItem(b, 1, 1, 1, item)));
    assertThat(book.version()).isZero();
    refold(List.of(swarm.rosterItem(b.forging(swarm.authority().author()), 1, 1, 1, item)));
    assertThat(book.version()).isZero();
    assertThat(book.publicKey(b.author())).isEmpty();
  }

  @Test
  @Shows("K-6")
  void aRevokedMemberIsNoneAndItsKeyStaysKnown() {
    List<Entry> known = new ArrayList<>(swarm.roster(1, List.of(a, b), 1));
    known.add(swarm.rosterItem(2, 1, new Body.RosterItem.Revoke(b.author(), List.of())));
    refold(known);
    assertThat(book.version()).isEqualTo(2);
    assertThat(book.member(b.author())).isEmpty();
    assertThat(book.publicKey(b.author())).contains(b.publicKey());
    assertThat(book.publicKey(a.author())).contains(a.publicKey());
  }

  @Test
  void itVouchesForWhoIsOrWasAMemberAndInAnOpenSwarmForEverybody() {
    assertThat(book.vouchesFor(a.author())).isFalse();
    List<Entry> known = new ArrayList<>(swarm.roster(1, List.of(a, b), 1));
    refold(known.subList(0, 1));
    assertThat(book.vouchesFor(a.author())).isFalse();
    known.add(swarm.rosterItem(2, 1, new Body.RosterItem.Revoke(b.author(), List.of())));
    refold(known);
    assertThat(book.vouchesFor(a.author())).isTrue();
    assertThat(book.vouchesFor(b.author())).isTrue();
    assertThat(book.vouchesFor(c.author())).isFalse();
    RosterBook open = new RosterBook(swarm.hash(), ToyKeys.VERIFIER, Optional.empty(), a);
    assertThat(open.vouchesFor(c.author())).isTrue();
  }

  @Test
  void moreItemsThanAnnouncedAreNoticedWithoutANewVersion() {
    List<Entry> known = new ArrayList<>(swarm.roster(1, List.of(a), 1));
    refold(known);
    known.addAll(swarm.roster(1, List.of(b), 0));
    assertThat(refold(known)).isTrue();
    assertThat(book.members()).hasSize(2);
  }

  @Test
  @Shows("K-1")
  void anOpenSwarmBelievesKeysButMakesNobodyAMember() {
    RosterBook open = new RosterBook(swarm.hash(), ToyKeys.VERIFIER, Optional.empty(), a);
    assertThat(open.open()).isTrue();
    assertThat(open.learn(b.publicKey())).isTrue();
    assertThat(open.learn(b.publicKey())).isFalse();
    assertThat(open.learn(a.publicKey())).isFalse();
    assertThat(open.learn(Bytes.EMPTY)).isFalse();
    assertThat(open.publicKey(b.author())).contains(b.publicKey());
    assertThat(open.member(b.author())).isEmpty();
    open.refold(stored(swarm.roster(1, List.of(a, b), 2)));
    assertThat(open.members()).isEmpty();
    assertThat(book.learn(b.publicKey())).isFalse();
  }

  @Test
  void strangersKeysAreBounded() {
    RosterBook open = new RosterBook(swarm.hash(), ToyKeys.VERIFIER, Optional.empty(), a);
    for (int i = 0; i < RosterBook.HEARSAY_KEYS_MAX; i++) {
      assertThat(open.learn(ToyKeys.of("stranger " + i).publicKey())).isTrue();
    }
    assertThat(open.learn(b.publicKey())).isFalse();
  }

  private boolean refold(List<Entry> entries) {
    return book.refold(stored(entries));
  }

  /** As they arrive at this node, with their verdicts. */
  private List<StoredEntry> stored(List<Entry> entries) {
    List<StoredEntry> stored = new ArrayList<>();
    for (Entry entry : entries) {
      stored.add(new StoredEntry(entry, stored.size() + 1L, book.valid(entry)));
    }
    return stored;
  }
}
