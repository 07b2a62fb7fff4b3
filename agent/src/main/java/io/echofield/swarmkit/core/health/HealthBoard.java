package io.echofield.swarmkit.core.health;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The newest that is known of every other node's health.
 *
 * <p>What a node told is ordered by its own stamps (session, counter), never by arrival. Times are
 * of this node's wall clock and serve for display and for the age of a report only. A peer is
 * dropped by {@link #forget} and never because of time. All lists have a fixed order. One thread,
 * no I/O.
 */
public final class HealthBoard {
  /** Most peers; when full a new one is refused and counted in {@link #refused}. */
  public static final int PEERS_MAX = 16_384;

  /** A suspect peer counts as offline after this many keep-alives without a sign of it. */
  public static final int MISSED_KEEP_ALIVES = 3;

  // fixed
  private final long maxAgeMillis;
  private final long keepAliveMillis;

  // durable: rebuilt by restore()
  private final SortedMap<Author, Heard> heard = new TreeMap<>();
  private final SortedMap<String, SortedSet<Author>> byName = new TreeMap<>();

  // as the configuration says
  private final SortedMap<NodeId, Long> expectedSince = new TreeMap<>();

  // since the start
  private long refused;

  /**
   * An empty board.
   *
   * @param maxAgeMillis a report older than this says nothing any more, 1 or more
   * @param keepAliveMillis how often a live peer shows a sign of life, 1 or more
   */
  public HealthBoard(long maxAgeMillis, long keepAliveMillis) {
    if (maxAgeMillis < 1 || keepAliveMillis < 1) {
      throw new IllegalArgumentException(
          "max age and keep-alive must be 1 ms or more but were "
              + maxAgeMillis
              + " and "
              + keepAliveMillis);
    }
    this.maxAgeMillis = maxAgeMillis;
    this.keepAliveMillis = keepAliveMillis;
  }

  /** Takes what was remembered before a restart. Call before anything else. */
  public void restore(Collection<Peer> peers) {
    peers.forEach(peer -> put(Heard.of(peer)));
  }

  /** Nodes that should be there: listed as silent until one of that name is heard. */
  public void expect(Collection<NodeId> names, long nowWallMillis) {
    names.forEach(name -> expectedSince.putIfAbsent(name, nowWallMillis));
  }

  /**
   * Takes what a peer told of itself.
   *
   * <p>Fields that it did not tell (empty name, key or report) keep what was told before. {@code
   * heardWallMillis} is when it was sent, as well as that is known: now for a live frame, earlier
   * for a retained one or a file.
   *
   * @return what is to be remembered; empty if it is not newer, or if the board is full
   */
  public Optional<Peer> offer(Peer told) {
    Heard before = heard.get(told.author());
    if (before == null && heard.size() >= PEERS_MAX) {
      refused++;
      return Optional.empty();
    }
    if (before != null && !newer(told, before.peer)) {
      return Optional.empty();
    }
    Heard after = before == null ? Heard.of(told) : before.with(told);
    put(after);
    return Optional.of(after.peer);
  }

  /**
   * Takes a broker's word that a connection broke. It is unsigned, so it makes suspect at most, and
   * only for this very session of a node that has this name; the next sign of life clears it.
   *
   * @return whether it changed anything
   */
  public boolean hint(String name, long session, long nowWallMillis) {
    boolean changed = false;
    for (Author author : List.copyOf(named(name))) {
      Heard known = heard.get(author);
      if (known.peer.session() == session && known.suspectSince.isEmpty()) {
        put(known.suspect(nowWallMillis));
        changed = true;
      }
    }
    return changed;
  }

  /** An operator's wish. True if it was known. */
  public boolean forget(Author author) {
    Heard known = heard.remove(author);
    if (known != null) {
      dropName(known.peer);
    }
    return known != null;
  }

  public Optional<Peer> peer(Author author) {
    return Optional.ofNullable(heard.get(author)).map(known -> known.peer);
  }

  /** In the order of key ids. */
  public List<Peer> peers() {
    return heard.values().stream().map(known -> known.peer).toList();
  }

  /** How many peers were refused because the board was full. */
  public long refused() {
    return refused;
  }

  public Optional<PeerView> view(Author author, long nowWallMillis) {
    return Optional.ofNullable(heard.get(author)).map(known -> view(known, nowWallMillis));
  }

  /** All peers and all expected ones that were never heard, in the order of labels. */
  public List<PeerView> views(long nowWallMillis) {
    List<PeerView> views = new ArrayList<>();
    heard.values().forEach(known -> views.add(view(known, nowWallMillis)));
    expectedSince.forEach(
        (name, since) -> {
          if (named(name.text()).isEmpty()) {
            views.add(neverHeard(name, since));
          }
        });
    views.sort(Comparator.comparing(PeerView::label));
    return views;
  }

  /** Peers that are there as far as is known: heard lately, and not said to be gone. By key id. */
  public List<Author> present(long nowWallMillis) {
    List<Author> present = new ArrayList<>();
    for (Heard known : heard.values()) {
      if (view(known, nowWallMillis).state().compareTo(PeerState.OFFLINE) < 0) {
        present.add(known.peer.author());
      }
    }
    return present;
  }

  private PeerView view(Heard known, long now) {
    Peer peer = known.peer;
    if (peer.goodbye()) {
      return known.view(label(peer), PeerState.OFFLINE, "said goodbye", peer.heardWallMillis());
    }
    if (known.suspectSince.isPresent()) {
      return suspect(known, known.suspectSince.getAsLong(), now);
    }
    long age = now - peer.heardWallMillis();
    if (age > maxAgeMillis) {
      String reason = "nothing heard for longer than " + seconds(maxAgeMillis);
      return known.view(label(peer), PeerState.SILENT, reason, peer.heardWallMillis());
    }
    if (age < -maxAgeMillis) {
      String reason = "last heard at a time that this node's clock has not reached";
      return known.view(label(peer), PeerState.SILENT, reason, now);
    }
    if (peer.report().isEmpty()) {
      String reason = "heard, but it has told no health yet";
      return known.view(label(peer), PeerState.SILENT, reason, peer.heardWallMillis());
    }
    HealthReport report = peer.report().get();
    PeerState state = PeerState.of(report.state());
    return known.view(label(peer), state, reason(report), known.stateSince);
  }

  private PeerView suspect(Heard known, long since, long now) {
    long patience = MISSED_KEEP_ALIVES * keepAliveMillis;
    if (now - since >= patience) {
      String reason = "its connection broke and it missed " + MISSED_KEEP_ALIVES + " keep-alives";
      return known.view(label(known.peer), PeerState.OFFLINE, reason, since + patience);
    }
    String reason = "a broker says that its connection broke";
    return known.view(label(known.peer), PeerState.SUSPECT, reason, since);
  }

  private static PeerView neverHeard(NodeId name, long since) {
    return new PeerView(
        name.text(), PeerState.SILENT, "expected, but never heard", since, Optional.empty());
  }

  /** What is wrong, worst first, at most three readings. */
  private static String reason(HealthReport report) {
    List<String> worst =
        report.readings().stream()
            .filter(reading -> reading.state() != HealthState.OK)
            .sorted(Comparator.comparing(Reading::state).reversed())
            .limit(3)
            .map(Reading::text)
            .toList();
    return worst.isEmpty() ? "says so itself" : String.join(", ", worst);
  }

  private String label(Peer peer) {
    return named(peer.name()).size() == 1
        ? peer.name()
        : peer.name() + " (key " + peer.author().brief() + "..)";
  }

  private SortedSet<Author> named(String name) {
    return byName.getOrDefault(name, Collections.emptySortedSet());
  }

  private void put(Heard after) {
    Heard before = heard.put(after.peer.author(), after);
    if (before != null) {
      dropName(before.peer);
    }
    byName.computeIfAbsent(after.peer.name(), name -> new TreeSet<>()).add(after.peer.author());
  }

  private void dropName(Peer peer) {
    SortedSet<Author> same = byName.get(peer.name());
    same.remove(peer.author());
    if (same.isEmpty()) {
      byName.remove(peer.name());
    }
  }

  private static String seconds(long millis) {
    return millis % 60_000 == 0 ? millis / 60_000 + " min" : Reading.decimal(millis) + " s";
  }

  private static boolean newer(Peer told, Peer known) {
    return told.session() != known.session()
        ? told.session() > known.session()
        : told.counter() > known.counter();
  }

  /**
   * A peer with what is not durable about it.
   *
   * @param stateSince since when it tells the state that it tells
   * @param suspectSince when a broker said that the connection of its present session broke
   */
  private record Heard(Peer peer, long stateSince, OptionalLong suspectSince) {
    static Heard of(Peer peer) {
      return new Heard(peer, peer.heardWallMillis(), OptionalLong.empty());
    }

    Heard with(Peer told) {
      Peer merged =
          new Peer(
              told.author(),
              told.name().isEmpty() ? peer.name() : told.name(),
              told.publicKey().isEmpty() ? peer.publicKey() : told.publicKey(),
              told.session(),
              told.counter(),
              told.report().or(peer::report),
              told.heardWallMillis(),
              told.goodbye());
      boolean same =
          merged.goodbye() == peer.goodbye()
              && merged
                  .report()
                  .map(HealthReport::state)
                  .equals(peer.report().map(HealthReport::state));
      long since = same ? stateSince : told.heardWallMillis();
      return new Heard(merged, since, OptionalLong.empty());
    }

    Heard suspect(long nowWallMillis) {
      return new Heard(peer, stateSince, OptionalLong.of(nowWallMillis));
    }

    PeerView view(String label, PeerState state, String reason, long since) {
      return new PeerView(label, state, reason, since, Optional.of(peer));
    }
  }
}
