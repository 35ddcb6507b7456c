import { parentPort, workerData } from 'node:worker_threads';

/**
 * The thread of PlanWorkshop: one task at a time, in the order in which they come. Plain JavaScript, so that
 * it starts without a compiler; where nothing is compiled, in tests and while developing, it fetches one.
 */
const tasks = workerData.isSource ? await source() : await import(new URL('tasks.js', import.meta.url).href);

parentPort?.on('message', (task) => {
  try {
    parentPort?.postMessage({ result: tasks.perform(task) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});

async function source() {
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(new URL('tasks.ts', import.meta.url).href, import.meta.url);
}
