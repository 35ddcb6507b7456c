import { compose, type Server } from './composition.ts';
import { ConfigError, readConfig } from './config.ts';

/** After this long a shutdown that hangs is ended; orchestrators usually kill after ten seconds. */
const SHUTDOWN_BOUND_MS = 9_000;

/** Starts the server, and ends it in order on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  let isStopping = false;
  // Stopping may be asked for while it is still being put together.
  let server: Server | undefined = undefined;
  const stop = (reason: string, exitCode = 0): void => {
    if (isStopping) return;
    isStopping = true;
    // Something else than the person at the keyboard wants it, and it would rather have gone on.
    if (exitCode !== 0) console.error(`Jari must stop: ${reason}`);
    if (server === undefined) process.exit(exitCode);
    const { logger } = server;
    setTimeout(() => process.exit(1), SHUTDOWN_BOUND_MS).unref();
    logger.info({ reason }, 'closing: no new requests, those accepted are finished');
    void server.close().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        logger.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  server = await compose(readConfig(process.env), (reason) => stop(reason, 1));
  process.on('SIGTERM', (signal) => stop(signal));
  process.on('SIGINT', (signal) => stop(signal));

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
