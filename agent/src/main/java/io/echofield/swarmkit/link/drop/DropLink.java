package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkBoard;
import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.LinkStatus.State;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link through a folder that nodes share.
 *
 * <p>Each node writes its own folder and reads the others'. Two nodes need not run at the same
 * time, nor on one machine: the folder may be carried. One thread of its own writes what was
 * offered within {@value #GATHER_MILLIS} ms and looks at the others' files once in a poll interval,
 * for ever, until {@link #stop}. Retained payloads are taken at any time; others while the link is
 * up.
 */
public final class DropLink implements Link {
  private static final Logger log = LoggerFactory.getLogger(DropLink.class);

  static final int BURST_BYTES = Pending.BYTES_MAX / 4;

  /** What the node offers in one go becomes one file. */
  static final long GATHER_MILLIS = 20;

  /** Pause after the node had no room. */
  private static final long NO_ROOM_MILLIS = 200;

  private static final long STOP_MARGIN_MILLIS = 500;

  // fixed
  private final DropLinkSettings settings;
  private final Path root;
  private final LinkBoard board;
  private final Pending pending = new Pending();
  private final Semaphore wake = new Semaphore(0);

  // set by start
  private volatile LinkEvents events;
  private volatile Thread thread;
  private OwnFolder own;
  private Neighbours neighbours;

  // while it runs
  private volatile boolean up;
  private volatile boolean stopping;

  // guarded by this: the folder belongs to one thread at a time
  private Optional<Object> device = Optional.empty();
  private boolean everUp;
  private boolean fresh; // nothing was read yet since the link came up
  private String lastRefusal = "";

  public DropLink(DropLinkSettings settings) {
    this.settings = settings;
    this.root = settings.folder().resolve(settings.root());
    this.board = new LinkBoard(settings.name(), "drop", settings.folder().toString());
  }

  @Override
  public LinkName name() {
    return settings.name();
  }

  @Override
  public LinkLimits limits() {
    return new LinkLimits(LinkLimits.LAN_FRAME_BYTES, true, BURST_BYTES);
  }

  @Override
  public void start(LinkHello hello, LinkEvents listener) {
    if (thread != null) {
      throw new IllegalStateException("link " + name() + " was started already");
    }
    own = new OwnFolder(root, hello.node(), hello.session(), System::currentTimeMillis);
    neighbours =
        new Neighbours(root, hello.node(), new FolderSink(hello.node()), System::currentTimeMillis);
    events = listener;
    Thread made = new Thread(this::run, "link-" + name());
    made.setDaemon(true);
    thread = made;
    made.start();
  }

  @Override
  public boolean offer(Outgoing outgoing) {
    Channel channel = outgoing.channel();
    if (stopping || !(channel.retained() || up)) {
      return false;
    }
    int slots = channel == Channel.TAIL ? FileNames.TAIL_SLOTS_MAX : 1;
    boolean legalSlot = outgoing.slot() >= 0 && outgoing.slot() < slots;
    if (!legalSlot || outgoing.payload().size() > LinkLimits.LAN_FRAME_BYTES) {
      board.refused(1);
      return false;
    }
    boolean taken =
        channel.retained()
            ? pending.offer(new Kept(channel, outgoing.slot()), outgoing.payload())
            : pending.offer(new FrameFile.Frame(channel, outgoing.payload()));
    wake.release();
    return taken;
  }

  /**
   * Writes what waits and reads what is new, on the calling thread, before it returns.
   *
   * @return whether the link is up
   */
  public boolean scanNow() {
    work(true);
    return up;
  }

  @Override
  public void stop(long graceMillis) {
    stopping = true;
    wake.release();
    Thread running = thread;
    try {
      if (running != null) {
        running.join(graceMillis + STOP_MARGIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    up = false;
    board.enter(State.DOWN, "stopped", "");
  }

  @Override
  public LinkStatus status() {
    return board.status();
  }

  private void run() {
    try {
      long scanDue = monoMillis();
      while (!stopping) {
        boolean scan = monoMillis() >= scanDue;
        boolean room = work(scan);
        if (scan) {
          scanDue = monoMillis() + (room ? settings.pollMillis() : NO_ROOM_MILLIS);
        }
        if (wake.tryAcquire(Math.max(scanDue - monoMillis(), 0), TimeUnit.MILLISECONDS)) {
          if (!stopping) {
            Thread.sleep(GATHER_MILLIS);
          }
          wake.drainPermits();
        }
      }
      work(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but the end of the process does this
    } finally {
      up = false;
      board.enter(State.DOWN, "stopped", "");
    }
  }

  private static long monoMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /** False: the node had no room for all that is new. */
  private synchronized boolean work(boolean scan) {
    boolean room = true;
    try {
      if (!up && !(scan && comeUp())) {
        return true;
      }
      if (!own.isThere()) {
        throw new NoSuchFileException(root.toString());
      }
      write();
      if (scan) {
        room = neighbours.read(fresh);
        fresh = fresh && !room;
        showUp();
      }
    } catch (DirectoryIteratorException e) {
      goDown(e.getCause());
    } catch (IOException e) {
      goDown(e);
    }
    return room;
  }

  /** False: the link is stopping. */
  private boolean comeUp() throws IOException {
    if (stopping) {
      return false;
    }
    if (!everUp) {
      Files.createDirectories(settings.folder());
    }
    Optional<Object> deviceNow = device(settings.folder());
    if (everUp && !deviceNow.equals(device) && Files.notExists(root)) {
      // The bare mount point of a stick: writing there would fill the wrong disk.
      throw new FileSystemException(settings.folder().toString(), null, "is another, empty volume");
    }
    own.open();
    device = deviceNow;
    everUp = true;
    fresh = true;
    up = true;
    showUp();
    log.info("link={} state=up folder={}", name(), settings.folder());
    events.up();
    neighbours.readOwn();
    return true;
  }

  private void write() throws IOException {
    for (Map.Entry<Kept, Bytes> each : pending.kept().entrySet()) {
      own.keep(each.getKey(), each.getValue());
      pending.written(each.getKey(), each.getValue());
      board.sent(each.getValue().size());
    }
    for (List<FrameFile.Frame> batch = pending.nextBatch();
        !batch.isEmpty();
        batch = pending.nextBatch()) {
      own.send(batch);
      pending.written(batch);
      batch.forEach(frame -> board.sent(frame.payload().size()));
    }
  }

  /** Up, and with what is wrong in the folder although it is up. */
  private void showUp() {
    long refused = neighbours.refusedEntries();
    if (refused == 0) {
      board.enter(State.UP, "", "");
    } else {
      board.enter(
          State.UP,
          refused
              + (refused == 1 ? " entry" : " entries")
              + " in the folder refused, last "
              + lastRefusal,
          "remove what does not belong there; all other files are read");
    }
  }

  private void goDown(IOException e) {
    boolean was = up;
    up = false;
    String reason = reason(e);
    boolean news = was || !board.status().reason().equals(reason);
    int dropped = pending.dropFrames();
    board.enter(State.DOWN, reason, next(e));
    if (news) {
      log.warn("link={} state=down dropped={} reason=\"{}\"", name(), dropped, reason);
    }
    if (was && !stopping) {
      events.down(reason);
    }
  }

  private String reason(IOException e) {
    String folder = settings.folder().toString();
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof NoSuchFileException) {
      return "the folder " + folder + " is gone";
    }
    return "cannot use the folder " + folder + ": " + e.getMessage();
  }

  private String next(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "give the user of this agent the right to read and write there";
    }
    return "mount or make " + settings.folder() + " again; the link comes back by itself";
  }

  /** Which volume a folder is on; empty where the system does not tell. */
  private static Optional<Object> device(Path folder) throws IOException {
    try {
      return Optional.of(Files.getAttribute(folder, "unix:dev"));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // not a Unix
    }
  }

  private final class FolderSink implements PeerFolder.Sink {
    private final NodeId self;

    FolderSink(NodeId self) {
      this.self = self;
    }

    @Override
    public boolean take(Incoming incoming) {
      boolean taken = events.received(incoming);
      boolean ours = incoming.writer().filter(self::equals).isPresent();
      if (taken && (!ours || incoming.retained())) {
        board.received(incoming.payload().size());
      }
      return taken;
    }

    @Override
    public void refuse(String file, String why) {
      board.refused(1);
      lastRefusal = file + " " + why;
      log.warn("link={} file={} refused=\"{}\"", name(), printable(file.toString()), why);
    }
  }

  /** A name that somebody else chose, safe in a line of the log. */
  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
