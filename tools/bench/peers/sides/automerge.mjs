// Automerge: a map of tasks, each a map of its fields. Every write is one change, every text a plain value.
//
// Writers write through the document's handle: A.change copies the map of all tasks each time, some 3 ms with 10,000 of
// them, and nothing is measured there. What is measured goes through the public functions.
import * as A from '@automerge/automerge';

export const name = 'automerge';
export const packageName = '@automerge/automerge';

const ROOT = '_root';

function actor(writer) {
  return (writer + 1).toString(16).padStart(32, '0');
}

export function replica(writer) {
  return { doc: A.init({ actor: actor(writer) }) };
}

export function copy(from, writer) {
  return { doc: A.load(A.save(from.doc), { actor: actor(writer) }) };
}

export function write(held, { task, set }) {
  const handle = A.getBackend(held.doc);
  const known = handle.getWithType(ROOT, task);
  const fields = known ? known[1] : handle.putObject(ROOT, task, {});
  for (const [field, value] of Object.entries(set)) {
    handle.put(fields, field, value);
  }
  handle.commit(null, 0);
  return handle.getLastLocalChange();
}

// As a writer learns what it lacks: without a view of it.
export function learn(held, changes) {
  A.getBackend(held.doc).applyChanges(changes);
}

export function applyAll(held, changes) {
  [held.doc] = A.applyChanges(held.doc, changes);
  return held;
}

export function show(held) {
  const tasks = Object.entries(A.load(A.save(held.doc)));
  return new Map(tasks.map(([task, fields]) => [task, plain(fields)]));
}

function plain(fields) {
  const entries = Object.entries(fields);
  return Object.fromEntries(entries.map(([field, value]) => [field, A.isImmutableString(value) ? value.val : value]));
}

export function save(held) {
  return A.save(held.doc);
}

// The sync protocol, until neither has anything to say. Returns all bytes that crossed.
export function sync(left, right) {
  const sides = [left, right];
  const states = [A.initSyncState(), A.initSyncState()];
  let bytes = 0;
  let messages = 0;
  let silent = 0;
  for (let turn = 0; silent < 2; turn = 1 - turn) {
    const [state, message] = A.generateSyncMessage(sides[turn].doc, states[turn]);
    states[turn] = state;
    if (message === null) {
      silent++;
      continue;
    }
    silent = 0;
    messages++;
    bytes += message.length;
    const other = 1 - turn;
    [sides[other].doc, states[other]] = A.receiveSyncMessage(sides[other].doc, states[other], message);
  }
  return { messages, bytes };
}
