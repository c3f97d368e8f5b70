import { measureEnumeration, measureGradient, measureLayers, measureMemory } from "./measure-own.ts";

const tasks = {
  layers: measureLayers,
  gradient: measureGradient,
  enumeration: measureEnumeration,
  memory: measureMemory,
};
export type OwnTasks = typeof tasks;

// One measurement in a process of its own: `own-task.ts NAME ARGUMENTS`, the arguments as one JSON array.
const [name, text] = process.argv.slice(2);
const task = tasks[name as keyof OwnTasks] as (...args: readonly unknown[]) => Promise<unknown>;
console.log(JSON.stringify(await task(...JSON.parse(text!))));
