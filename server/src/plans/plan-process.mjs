/**
 * The process of PlanWorkshop: one task at a time, in the order in which they come. Plain JavaScript, so that
 * it starts without a compiler; where nothing is compiled, in tests and while developing, it fetches one.
 */
const isSource = process.argv[2] === 'source';
const tasks = isSource ? await source() : await import(new URL('tasks.js', import.meta.url).href);

// Ctrl-C reaches every process of a terminal. The server decides what is still finished; when it goes, the channel
// closes, and with nothing left to listen to this process ends.
process.on('SIGINT', () => {});

process.on('message', async (task) => {
  try {
    process.send?.({ result: await tasks.perform(task) });
  } catch (error) {
    process.send?.({ error });
  }
});

async function source() {
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(new URL('tasks.ts', import.meta.url).href, import.meta.url);
}
