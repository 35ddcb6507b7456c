import { connect, type Socket } from 'node:net';
import type { History } from '../../rehearsal/src/history/history.ts';
import type { Answer, Question } from '../../rehearsal/src/wire/messages.ts';

const TIMEOUT_MS = 10_000;
const NO_ANSWER = { status: 0, text: '' };

/** While it is closed nobody asks: those who would only be told, again and again, that nobody is there. */
export class Gate {
  private opened: Promise<void> | undefined;
  private letIn: (() => void) | undefined;

  close(): void {
    this.opened = new Promise((resolve) => (this.letIn = resolve));
  }

  open(): void {
    this.opened = undefined;
    this.letIn?.();
  }

  /** Resolves once it is open. */
  async passed(): Promise<void> {
    while (this.opened !== undefined) await this.opened;
  }
}

/**
 * One connection that asks one thing after the other, with hardly more work than writing and reading bytes: whoever
 * makes the load shares the machine with the server. Everything that is asked goes into the history.
 */
export class LeanWire {
  private socket: Socket | undefined;
  private received = '';
  private resolve: ((answer: { readonly status: number; readonly text: string }) => void) | undefined;
  private readonly host: string;
  private readonly port: number;

  constructor(
    url: string,
    private readonly localAddress: string,
    private readonly history: History,
    private readonly gate: Gate,
  ) {
    const { hostname, port } = new URL(url);
    this.host = hostname;
    this.port = Number(port);
  }

  async ask(question: Question & { readonly by: string }): Promise<Answer> {
    await this.gate.passed();
    const begun = await this.history.begin(question.by, question, `${this.host}:${String(this.port)}`);
    const startedAt = performance.now();
    const { status, text } = await this.send(question);
    const answer: Answer = {
      ...{ status, body: parse(text), retryAfterMs: 0, cookies: '' },
      tookMs: performance.now() - startedAt,
    };
    if (begun !== undefined) this.history.end(begun, answer);
    return answer;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private async send({ method, path, headers = {}, body, by }: Question & { readonly by: string }) {
    const payload = body === undefined ? '' : JSON.stringify(body);
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\nx-user-id: ${by}\r\n`;
    for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
    if (payload !== '') head += 'content-type: application/json\r\n';
    head += `content-length: ${String(Buffer.byteLength(payload))}\r\n\r\n`;
    const answered = new Promise<{ readonly status: number; readonly text: string }>((resolve) => {
      this.resolve = resolve;
    });
    this.received = '';
    this.socket ??= this.open();
    this.socket.write(head + payload);
    const timer = setTimeout(() => this.close(), TIMEOUT_MS);
    const answer = await answered;
    clearTimeout(timer);
    return answer;
  }

  private open(): Socket {
    const { host, port, localAddress } = this;
    const socket = connect({ host, port, localAddress, noDelay: true });
    // Bytes stay bytes, so that lengths agree; the text is made of them once it is whole.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.socket === socket) this.socket = undefined;
      if (this.socket === undefined) this.end(NO_ANSWER);
    });
    return socket;
  }

  private read(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    const body = this.received.slice(end + 4, end + 4 + length);
    if (/\r\nconnection: close/i.test(head)) this.close();
    this.end({ status: Number(head.slice(9, 12)), text: Buffer.from(body, 'latin1').toString('utf8') });
  }

  private end(answer: { readonly status: number; readonly text: string }): void {
    const { resolve } = this;
    this.resolve = undefined;
    resolve?.(answer);
  }
}

function parse(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
