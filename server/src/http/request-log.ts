import type { FastifyBaseLogger } from 'fastify';

type Bindings = Readonly<Record<string, unknown>>;
type Line = readonly unknown[];

/**
 * The log of one request: every line carries the request's id. The real one is made when the first line is
 * written, because most requests write none.
 */
class RequestLog implements FastifyBaseLogger {
  private made: FastifyBaseLogger | undefined;

  constructor(
    private readonly parent: FastifyBaseLogger,
    private readonly bindings: Bindings,
  ) {}

  get level(): string {
    return this.parent.level;
  }

  fatal(...line: Line): void {
    this.write('fatal', line);
  }

  error(...line: Line): void {
    this.write('error', line);
  }

  warn(...line: Line): void {
    this.write('warn', line);
  }

  info(...line: Line): void {
    this.write('info', line);
  }

  debug(...line: Line): void {
    this.write('debug', line);
  }

  trace(...line: Line): void {
    this.write('trace', line);
  }

  silent(): void {
    // As it says.
  }

  child(bindings: Bindings): FastifyBaseLogger {
    return this.parent.child({ ...this.bindings, ...bindings });
  }

  private write(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace', line: Line): void {
    this.made ??= this.parent.child(this.bindings);
    Reflect.apply(this.made[level], this.made, line);
  }
}

/** For Fastify, which asks for a log for every request. Given no other logger it also spares itself listeners. */
export function requestLogs(logger: FastifyBaseLogger) {
  return (_parent: FastifyBaseLogger, bindings: Bindings): FastifyBaseLogger =>
    new RequestLog(logger, bindings);
}
