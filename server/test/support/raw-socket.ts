import type { Problem } from '@jari/contract';
import { connect, type Socket } from 'node:net';

/** A connection on which a test says exactly what it wants, and sees exactly what comes back. */
export class RawSocket {
  text = '';
  isEnded = false;
  isClosed = false;
  error: Error | undefined;
  readonly socket: Socket;

  constructor(url: string, from = '127.0.0.1') {
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), localAddress: from, allowHalfOpen: true });
    this.socket.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.socket.on('end', () => (this.isEnded = true));
    this.socket.on('error', (error) => (this.error = error));
    this.socket.on('close', () => (this.isClosed = true));
  }

  say(text: string): this {
    this.socket.write(text);
    return this;
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.text)?.[1] ?? 0);
  }

  get head(): string {
    return this.text.slice(0, this.text.indexOf('\r\n\r\n')).toLowerCase();
  }

  get problem(): Partial<Problem> {
    // The tests say which members they expect.
    return JSON.parse(this.text.slice(this.text.indexOf('\r\n\r\n{') + 4)) as Partial<Problem>;
  }

  hangUp(): void {
    this.socket.destroy();
  }
}
