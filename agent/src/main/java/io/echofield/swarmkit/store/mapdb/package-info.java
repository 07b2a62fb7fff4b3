/**
 * The durable ledger of a node: a journal that owns the commit, and MapDB as the indexed ledger
 * made from it.
 *
 * <p>MapDB alone does not survive a kill, so nothing is promised by it: a batch is committed by one
 * record in the journal and one fdatasync, and then applied to MapDB's work file. The work file is
 * believed only after a clean close; else it is thrown away and made again from the newest good
 * checkpoint (a sealed copy of it) and the journal.
 *
 * <pre>
 * lock                       who holds the folder
 * format                     version of this layout
 * journal/BATCH.log          segments, named by their first batch number
 * ledger.db                  the work file
 * CLEAN                      seal of the work file; there only while nobody has it open
 * checkpoint/BATCH.db, .seal the two newest copies of the work file and their seals
 * *.corrupt-TIME             put aside because it was damaged; for people only
 * </pre>
 */
package io.echofield.swarmkit.store.mapdb;
