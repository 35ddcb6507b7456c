import type { Logger } from 'pino';

/** After this long an ending that hangs is cut short; orchestrators usually kill after ten seconds. */
const ENDING_BOUND_MS = 9_000;

/** The part of a server that an ending needs. */
interface Ended {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  close(): Promise<void>;
}

export interface Ending {
  /** Ends the process in order, with 0. */
  wanted(reason: string): void;
  /** The same, but it would rather have gone on: whoever began the process sees by the 1 that it did not end well. */
  forced(reason: string): void;
}

/**
 * How the process ends: once, whoever asks, and at the latest after a while.
 *
 * @param serverNow undefined while it is still being put together; then there is nothing to be put in order
 */
export function endingOf(serverNow: () => Ended | undefined, exit: (code: number) => void): Ending {
  let isEnding = false;
  const end = (reason: string, code: number): void => {
    if (isEnding) return;
    isEnding = true;
    const server = serverNow();
    if (server === undefined) return exit(code);
    const { logger } = server;
    setTimeout(() => exit(1), ENDING_BOUND_MS).unref();
    logger.info({ reason }, 'closing: no new requests, those accepted are finished');
    void server.close().then(
      () => exit(code),
      (error: unknown) => {
        logger.error({ err: error }, 'closing failed');
        exit(1);
      },
    );
  };
  return {
    wanted: (reason) => end(reason, 0),
    forced: (reason) => {
      if (!isEnding) console.error(`Jari must stop: ${reason}`);
      end(reason, 1);
    },
  };
}
