import { compose, type Server } from './composition.ts';
import { ConfigError, readConfig } from './config.ts';
import { endingOf } from './ending.ts';

/** Starts the server, and ends it in order on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  // Ending may be asked for while it is still being put together.
  let server: Server | undefined = undefined;
  const ending = endingOf(
    () => server,
    (code) => process.exit(code),
  );
  server = await compose(readConfig(process.env), (reason) => ending.forced(reason));
  process.on('SIGTERM', (signal) => ending.wanted(signal));
  process.on('SIGINT', (signal) => ending.wanted(signal));

  const url = await server.listen();
  for (const line of server.greeting(url)) console.log(line);
}

/** One clear line for what the person at the keyboard can put right; the whole error for what is our fault. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  const port = 'port' in error ? String(error.port) : '';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken. Stop the program that uses it, or choose another: PORT=5801 npm start`;
    case 'EACCES':
    case 'EROFS':
    case 'ENOSPC':
      return `${error.message}. Choose a folder that can be written to: DATA_DIR=… npm start`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return `The database does not answer (${error.message}). Check DATABASE_URL.`;
    default:
      return error.name === 'Error' || error.stack === undefined ? error.message : error.stack;
  }
}

main().catch((error: unknown) => {
  console.error(`Jari did not start: ${explain(error)}`);
  process.exit(1);
});
