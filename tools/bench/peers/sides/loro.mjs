// Loro: a map of tasks, each a map of its fields. Every write is one commit.
import { LoroDoc, LoroMap, VersionVector } from 'loro-crdt';

export const name = 'loro';
export const packageName = 'loro-crdt';

const ROOT = 'tasks';

export function replica(writer) {
  const doc = new LoroDoc();
  doc.setPeerId(BigInt(writer + 1));
  return doc;
}

export function copy(from, writer) {
  const doc = replica(writer);
  doc.import(from.export({ mode: 'snapshot' }));
  return doc;
}

export function write(doc, { task, set }) {
  const before = doc.version();
  const tasks = doc.getMap(ROOT);
  const fields = tasks.get(task) ?? tasks.setContainer(task, new LoroMap());
  for (const [field, value] of Object.entries(set)) {
    fields.set(field, value);
  }
  doc.commit();
  return doc.export({ mode: 'update', from: before });
}

// As a writer learns what it lacks.
export function learn(doc, updates) {
  doc.importBatch(updates);
}

export function applyAll(doc, updates) {
  doc.importBatch(updates);
  return doc;
}

export function show(doc) {
  return new Map(Object.entries(doc.getMap(ROOT).toJSON()));
}

export function save(doc) {
  return doc.export({ mode: 'snapshot' });
}

// Both ask with what they have and answer with what the other lacks. Returns all bytes that crossed.
export function sync(left, right) {
  const asked = left.version().encode();
  const answered = right.export({ mode: 'update', from: VersionVector.decode(asked) });
  left.import(answered);
  const askedBack = right.version().encode();
  const answeredBack = left.export({ mode: 'update', from: VersionVector.decode(askedBack) });
  right.import(answeredBack);
  const messages = [asked, answered, askedBack, answeredBack];
  return { messages: messages.length, bytes: messages.reduce((sum, message) => sum + message.length, 0) };
}
