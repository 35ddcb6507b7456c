import { LogController, type FastifyBaseLogger, type FastifyReply, type FastifyRequest } from 'fastify';

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
    private readonly requestId: string,
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
    return this.parent.child({ request_id: this.requestId, ...bindings });
  }

  private write(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace', line: Line): void {
    this.made ??= this.parent.child({ request_id: this.requestId });
    Reflect.apply(this.made[level], this.made, line);
  }
}

/**
 * Gives each request its log where Fastify would write that a request came in, which nobody reads here. A
 * factory of child loggers would do too, but Fastify looks at each logger that one makes, method by method; and
 * given no logger of its own it also spares itself listeners.
 */
export class RequestLogs extends LogController {
  constructor(private readonly logger: FastifyBaseLogger) {
    super({ disableRequestLogging: true });
  }

  override incomingRequest(request: FastifyRequest, reply: FastifyReply): void {
    request.log = reply.log = new RequestLog(this.logger, request.id);
  }
}
