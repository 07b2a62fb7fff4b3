package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members heard live on one link, and what each has shown to hold. One thread. */
final class Listeners {
  /** Members remembered on one link; of more only the first ones count. */
  static final int LISTENERS_MAX = 16_384;

  /**
   * Questions of one member that are remembered, so that a repeated frame is not answered twice.
   */
  private static final int QUESTIONS_MAX = 8;

  /** Those who fell silent are looked for at most this often. */
  private static final long FORGET_MILLIS = 60_000;

  private final SortedMap<Author, Listener> heard = new TreeMap<>();
  private long forgotMono = Long.MIN_VALUE / 2;

  /** A member heard live on this link. */
  static final class Listener {
    final Possession possession = new Possession();
    long heardMono;
    long session;
    private Message.Stamp beacon = new Message.Stamp(0, 0);
    private final Deque<Message.Stamp> questions = new ArrayDeque<>();
  }

  /**
   * Whether this beacon of a member that was heard is newer than those before, which it replaces.
   */
  boolean newestBeacon(Author sender, Message.Stamp stamp) {
    Listener listener = heard.get(sender);
    boolean newest = listener != null && stamp.compareTo(listener.beacon) > 0;
    if (newest) {
      listener.beacon = stamp;
    }
    return newest;
  }

  /** Whether this question is none of the latest that were heard of its asker. */
  boolean newQuestion(Author asker, Message.Stamp stamp) {
    Listener listener = heard.get(asker);
    return listener == null || !listener.questions.contains(stamp);
  }

  /** Remembers a question of a member that was heard. */
  void asked(Author asker, Message.Stamp stamp) {
    Listener listener = heard.get(asker);
    if (listener != null) {
      listener.questions.addLast(stamp);
      if (listener.questions.size() > QUESTIONS_MAX) {
        listener.questions.removeFirst();
      }
    }
  }

  /** How well a member is known here that gives a sign of life. */
  enum Meeting {
    KNOWN,
    /** Its process began anew: what was on its way to the one before is lost. */
    OTHER_LIFE,
    /** Never heard here, or not for longer than the age. */
    NEW
  }

  /** A sign of life; {@code session}: of its stamp. */
  Meeting hear(Author sender, long session, long maxAgeMillis, long nowMono) {
    Listener listener = heard.get(sender);
    if (listener == null && heard.size() >= LISTENERS_MAX) {
      return Meeting.KNOWN;
    }
    Meeting meeting = Meeting.KNOWN;
    if (listener == null || nowMono - listener.heardMono > maxAgeMillis) {
      meeting = Meeting.NEW;
    } else if (session > listener.session) {
      meeting = Meeting.OTHER_LIFE;
    }
    if (meeting != Meeting.KNOWN) {
      listener = new Listener();
      listener.session = session;
      listener.beacon = new Message.Stamp(session, 0);
      heard.put(sender, listener);
    }
    // A member that lost its store may go on in an earlier session: it is new again after a while.
    if (session >= listener.session) {
      listener.heardMono = nowMono;
    }
    return meeting;
  }

  /** Who was silent for longer than this does not count any more, soon after. */
  void forget(long maxAgeMillis, long nowMono) {
    if (nowMono - forgotMono >= FORGET_MILLIS) {
      forgotMono = nowMono;
      heard.values().removeIf(listener -> nowMono - listener.heardMono > maxAgeMillis);
    }
  }

  /** What this member has shown; empty-handed if it was not heard. */
  Possession possession(Author sender) {
    Listener listener = heard.get(sender);
    return listener != null ? listener.possession : new Possession();
  }

  Collection<Listener> all() {
    return heard.values();
  }

  List<Author> authors() {
    return new ArrayList<>(heard.keySet());
  }

  int count() {
    return heard.size();
  }

  void clear() {
    heard.clear();
  }
}
