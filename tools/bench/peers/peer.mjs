// One side of a comparison, as a process that lives through all rounds.
//
//   node peer.mjs SIDE TASK WORKLOAD [CHANGES...]
//
// SIDE is yjs, automerge or loro; TASK is merge, size or sync; WORKLOAD and CHANGES are files as workload.mjs says.
// It says {"ready": true, "version": ...} when it has what it needs. For each line that it is then sent it does the
// task once and prints one line of JSON with the numbers. It ends with its standard input.
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { outcome, readWorkload, requireOutcome, writersOf } from './workload.mjs';

const SIDES = ['yjs', 'automerge', 'loro'];
const TASKS = { merge, size, sync };

function fail(message) {
  process.stderr.write(`peer: ${message}\n`);
  process.exit(64);
}

const [sideName, taskName, file, ...more] = process.argv.slice(2);
if (!SIDES.includes(sideName) || !Object.hasOwn(TASKS, taskName) || file === undefined) {
  fail('usage: peer.mjs yjs|automerge|loro merge|size|sync WORKLOAD [CHANGES...]');
}
const side = await import(`./sides/${sideName}.mjs`);

// Every writer writes its own steps, and learns what it lacks when it needs it.
function written(steps) {
  const updates = [];
  const writers = writersOf(steps);
  const replicas = Array.from({ length: writers }, (_, writer) => side.replica(writer));
  const seen = new Array(writers).fill(0);
  const lastOf = new Map();
  const authors = [];
  for (const step of steps) {
    const { writer, task } = step;
    if ((lastOf.get(task) ?? -1) >= seen[writer]) {
      const missed = [];
      for (let i = seen[writer]; i < updates.length; i++) {
        if (authors[i] !== writer) {
          missed.push(updates[i]);
        }
      }
      side.learn(replicas[writer], missed);
      seen[writer] = updates.length;
    }
    lastOf.set(task, updates.length);
    authors.push(writer);
    updates.push(side.write(replicas[writer], step));
  }
  return updates;
}

function merged(updates) {
  return side.applyAll(side.replica(99), updates);
}

function merge(steps) {
  const updates = written(steps);
  requireOutcome(outcome(steps), side.show(merged(updates)), side.name);
  const bytes = updates.reduce((sum, update) => sum + update.length, 0);
  return () => {
    const start = process.hrtime.bigint();
    merged(updates);
    const nanos = Number(process.hrtime.bigint() - start);
    return { entries: updates.length, seconds: nanos / 1e9, bytes };
  };
}

function size(steps) {
  const doc = merged(written(steps));
  requireOutcome(outcome(steps), side.show(doc), side.name);
  return () => ({ bytes: side.save(doc).length, entries: steps.length });
}

// Two replicas hold the workload; then one of them makes the changes of a file.
function sync(steps, changeFiles) {
  const base = merged(written(steps));
  const changes = changeFiles.map(readWorkload);
  return () => ({
    rounds: changes.map((steps) => {
      const left = side.copy(base, 100);
      const right = side.copy(base, 101);
      steps.forEach((step) => side.write(right, step));
      const { messages, bytes } = side.sync(left, right);
      const expected = outcome(steps);
      requireOutcome(expected, new Map([...side.show(left)].filter(([task]) => expected.has(task))), side.name);
      return { changes: steps.length, messages, bytes };
    }),
  });
}

function version() {
  const path = new URL(`./node_modules/${side.packageName}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

function say(document) {
  process.stdout.write(`${JSON.stringify(document)}\n`);
}

const run = TASKS[taskName](readWorkload(file), more);
say({ ready: true, version: version(), node: process.versions.node });
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== '') {
    say(run());
  }
}
