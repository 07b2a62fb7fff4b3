// A workload: one write a line, {"writer": 0, "task": "key", "set": {"field": value}}, in an order in which no
// line comes before what it rests on.
import { readFileSync } from 'node:fs';

export function readWorkload(file) {
  const steps = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  if (steps.length === 0) {
    throw new Error(`there is nothing in ${file}`);
  }
  return steps;
}

export function writersOf(steps) {
  return 1 + Math.max(...steps.map((step) => step.writer));
}

// What every side must end with: the fields of each task.
export function outcome(steps) {
  const tasks = new Map();
  for (const { task, set } of steps) {
    tasks.set(task, { ...tasks.get(task), ...set });
  }
  return tasks;
}

// Throws unless a side shows what the workload says.
export function requireOutcome(expected, shown, who) {
  if (shown.size !== expected.size) {
    throw new Error(`${who} shows ${shown.size} tasks, not ${expected.size}`);
  }
  for (const [task, fields] of expected) {
    const found = shown.get(task);
    for (const [field, value] of Object.entries(fields)) {
      if (found?.[field] !== value) {
        throw new Error(`${who} shows ${field} of ${task} as ${found?.[field]}, not ${value}`);
      }
    }
  }
}
