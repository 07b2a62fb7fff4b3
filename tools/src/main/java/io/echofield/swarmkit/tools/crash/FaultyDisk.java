package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.DiskFile;
import io.echofield.swarmkit.store.mapdb.ForwardingDisk;
import io.echofield.swarmkit.store.mapdb.ForwardingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** A real file system that counts its operations and lets chosen ones fail. One thread. */
final class FaultyDisk extends ForwardingDisk {
  /** How a disk fails. */
  enum Fault {
    /** The n-th operation fails with an I/O error, and the next one is fine again. */
    EIO_ONCE("Input/output error", false, false),
    /** The n-th operation and all after it fail. */
    EIO_FOR_GOOD("Input/output error", true, false),
    /** From the n-th operation on there is no space, until it is given back. */
    NO_SPACE("No space left on device", true, true),
    /** The n-th operation finds no space, the next one does. */
    NO_SPACE_ONCE("No space left on device", false, true),
    /** The n-th operation writes a part and then fails with an I/O error. */
    SHORT_WRITE("Input/output error", false, false);

    private final String message;
    private final boolean lasting;

    /** Whether only what takes space can fail so. */
    private final boolean ofWritesOnly;

    Fault(String message, boolean lasting, boolean ofWritesOnly) {
      this.message = message;
      this.lasting = lasting;
      this.ofWritesOnly = ofWritesOnly;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final Fault fault;
  private final long failAt;
  private long operations;

  /** Which operations take space on the disk. */
  private final BitSet takingSpace = new BitSet();

  private final BitSet writing = new BitSet();

  private String failed = "";

  /** {@code failAt}: the operation that fails, from 1 on; 0 for none. */
  FaultyDisk(Fault fault, long failAt) {
    super(Disk.real());
    this.fault = fault;
    this.failAt = failAt;
  }

  /** How many operations there were. */
  long operations() {
    return operations;
  }

  /** The first operation that failed, in words; empty if none did. */
  String failed() {
    return failed;
  }

  /** Whether an operation, by its number, can fail in such a way. */
  boolean canFail(Fault other, long operation) {
    return (!other.ofWritesOnly || takingSpace.get((int) operation))
        && (other != Fault.SHORT_WRITE || writing.get((int) operation));
  }

  private boolean fails(String operation, Path file, boolean takesSpace) {
    operations++;
    takingSpace.set((int) operations, takesSpace);
    boolean fails =
        failAt > 0
            && (fault.lasting ? operations >= failAt : operations == failAt)
            && (takesSpace || !fault.ofWritesOnly);
    if (fails && failed.isEmpty()) {
      failed = "operation %d, %s %s".formatted(operations, operation, file);
    }
    return fails;
  }

  private void pass(String operation, Path file, boolean takesSpace) throws IOException {
    if (fails(operation, file, takesSpace)) {
      throw new IOException(fault.message);
    }
  }

  @Override
  public DiskFile openToRead(Path file) throws IOException {
    pass("open to read", file, false);
    return new Faulty(super.openToRead(file), file);
  }

  @Override
  public DiskFile openToWrite(Path file) throws IOException {
    pass("open to write", file, !super.exists(file));
    return new Faulty(super.openToWrite(file), file);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    pass("read", file, false);
    return super.read(file);
  }

  @Override
  public long size(Path file) throws IOException {
    pass("size of", file, false);
    return super.size(file);
  }

  @Override
  public List<Path> list(Path folder, String suffix) throws IOException {
    pass("list", folder, false);
    return super.list(folder, suffix);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    pass("make folder", folder, !super.exists(folder));
    super.makeFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    pass("rename", from, true);
    super.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    pass("delete", file, false);
    super.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    pass("force folder", folder, false);
    super.forceFolder(folder);
  }

  private final class Faulty extends ForwardingFile {
    private final Path path;

    Faulty(DiskFile file, Path path) {
      super(file);
      this.path = path;
    }

    @Override
    public long length() throws IOException {
      pass("length of", path, false);
      return super.length();
    }

    @Override
    public void setLength(long bytes) throws IOException {
      pass("set length of", path, false);
      super.setLength(bytes);
    }

    @Override
    public void read(long at, byte[] to, int offset, int bytes) throws IOException {
      pass("read from", path, false);
      super.read(at, to, offset, bytes);
    }

    @Override
    public void write(long at, byte[] from, int offset, int bytes) throws IOException {
      // Writing over what is there takes no space.
      boolean takesSpace = at + bytes > super.length();
      writing.set((int) operations + 1);
      if (fails("write to", path, takesSpace)) {
        if (fault != Fault.EIO_ONCE && fault != Fault.EIO_FOR_GOOD) {
          super.write(at, from, offset, bytes / 2);
        }
        throw new IOException(fault.message);
      }
      super.write(at, from, offset, bytes);
    }

    @Override
    public void force() throws IOException {
      pass("force", path, false);
      super.force();
    }
  }
}
