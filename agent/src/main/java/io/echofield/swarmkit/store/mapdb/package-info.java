/**
 * The durable ledger of a node: a journal that owns the commit, and MapDB files as the indexed
 * ledger made from it.
 *
 * <p>MapDB alone does not survive a kill while it is written, so it never is: a batch is committed
 * by one record in the journal and one fdatasync, and its cells go into a memtable. A full segment
 * of the journal becomes a <i>run</i>: a MapDB file that the data pump writes at once from sorted
 * cells, that is sealed with checksums and never changes. Runs of one size are merged into one of
 * the next size in the background. A look-up asks the memtable, then the runs, the newest first.
 *
 * <p>There is one way to open, after a clean stop as after a crash: the runs that are as sealed,
 * then the rest of the journal.
 *
 * <pre>
 * lock                       who holds the folder
 * format                     version of this layout
 * journal/FIRST.log          segments, named by their first batch number
 * runs/FIRST-LAST.db, .seal  runs, named by the batches in them, and their seals
 * *.corrupt-TIME             put aside because it was damaged
 * </pre>
 */
package io.echofield.swarmkit.store.mapdb;
