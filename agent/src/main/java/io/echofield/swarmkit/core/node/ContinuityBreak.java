package io.echofield.swarmkit.core.node;

/**
 * What showed that this node's log may not simply go on.
 *
 * @param sinceWallMillis when it was noticed, milliseconds since 1970 by this node's clock
 * @param detail what was seen, for people; one line of at most {@value #DETAIL_CHARACTERS_MAX}
 *     characters
 */
public record ContinuityBreak(Kind kind, long sinceWallMillis, String detail) {
  public static final int DETAIL_CHARACTERS_MAX = 512;

  public ContinuityBreak {
    if (detail.length() > DETAIL_CHARACTERS_MAX || detail.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "a detail is one line of at most "
              + DETAIL_CHARACTERS_MAX
              + " characters but was \""
              + detail
              + "\"");
    }
  }

  /** What happened to the data folder, as well as it can be told. */
  public enum Kind {
    /** An older state of the folder, or of a part of it, was put back. */
    RESTORED("restored"),
    /** The folder is a copy: it came to another place or another machine. */
    COPIED("copied"),
    /** Parts of the store are gone. */
    LOST_PARTS("lost-parts"),
    /** The node's key is in use by another process at the same time. */
    ELSEWHERE("elsewhere");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As files and documents say it. */
    public String word() {
      return word;
    }
  }
}
