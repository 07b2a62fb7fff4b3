package io.echofield.swarmkit.store.mapdb;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Several sorted sources as one: of cells with one key the one of the newest source counts, and
 * hides the others. Removals come out too: who reads leaves them out. One thread.
 */
final class MergedCells implements Iterator<Cell> {
  private final PriorityQueue<Source> heads = new PriorityQueue<>();

  /** {@code newestFirst}: each in ascending order of keys. */
  MergedCells(List<Iterator<Cell>> newestFirst) {
    for (int age = 0; age < newestFirst.size(); age++) {
      advance(new Source(newestFirst.get(age), age));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Cell next() {
    Source first = heads.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    Cell cell = first.head;
    advance(first);
    while (!heads.isEmpty() && Arrays.equals(heads.peek().head.key(), cell.key())) {
      advance(heads.poll());
    }
    return cell;
  }

  private void advance(Source source) {
    if (source.cells.hasNext()) {
      source.head = source.cells.next();
      heads.add(source);
    }
  }

  private static final class Source implements Comparable<Source> {
    private final Iterator<Cell> cells;
    private final int age;
    private Cell head;

    Source(Iterator<Cell> cells, int age) {
      this.cells = cells;
      this.age = age;
    }

    @Override
    public int compareTo(Source other) {
      int byKey = Arrays.compareUnsigned(head.key(), other.head.key());
      return byKey != 0 ? byKey : Integer.compare(age, other.age);
    }
  }
}
