// Yjs: a map of tasks, each a map of its fields. Every write is one transaction and so one update.
import * as Y from 'yjs';

export const name = 'yjs';
export const packageName = 'yjs';

const ROOT = 'tasks';

export function replica(writer) {
  const doc = new Y.Doc();
  doc.clientID = writer + 1;
  return doc;
}

export function copy(from, writer) {
  const doc = replica(writer);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  return doc;
}

// Writes a step and returns what goes to the others.
export function write(doc, { task, set }) {
  let update;
  const take = (bytes) => {
    update = bytes;
  };
  doc.once('update', take);
  doc.transact(() => {
    const tasks = doc.getMap(ROOT);
    let fields = tasks.get(task);
    if (fields === undefined) {
      fields = new Y.Map();
      tasks.set(task, fields);
    }
    for (const [field, value] of Object.entries(set)) {
      fields.set(field, value);
    }
  });
  return update;
}

// As a writer learns what it lacks.
export function learn(doc, updates) {
  updates.forEach((update) => Y.applyUpdate(doc, update));
}

export function applyAll(doc, updates) {
  for (const update of updates) {
    Y.applyUpdate(doc, update);
  }
  return doc;
}

export function show(doc) {
  const tasks = new Map();
  doc.getMap(ROOT).forEach((fields, task) => tasks.set(task, fields.toJSON()));
  return tasks;
}

export function save(doc) {
  return Y.encodeStateAsUpdate(doc);
}

// Both ask with what they have and answer with what the other lacks. Returns all bytes that crossed.
export function sync(left, right) {
  const asked = Y.encodeStateVector(left);
  const answered = Y.encodeStateAsUpdate(right, asked);
  Y.applyUpdate(left, answered);
  const askedBack = Y.encodeStateVector(right);
  const answeredBack = Y.encodeStateAsUpdate(left, askedBack);
  Y.applyUpdate(right, answeredBack);
  const messages = [asked, answered, askedBack, answeredBack];
  return { messages: messages.length, bytes: messages.reduce((sum, message) => sum + message.length, 0) };
}
