import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { StreamClient } from '../../src/realtime/stream-client.ts';

/** What a stream asks of its connection, with as much unread as the test says. */
function aStream(bufferBytesMax: number) {
  const socket = { writableLength: 0, isDestroyed: false, written: 0, write, destroy };
  function write(bytes: Buffer): void {
    socket.written += bytes.length;
  }
  function destroy(): void {
    socket.isDestroyed = true;
  }
  const response = Object.assign(new EventEmitter(), { socket }) as unknown as ServerResponse;
  const gone: StreamClient[] = [];
  const client = new StreamClient(response, bufferBytesMax, (each) => gone.push(each));
  return { client, socket, gone };
}

it('a stream is cut when more than its limit lies unread, and not before', () => {
  const { client, socket, gone } = aStream(1_000);
  socket.writableLength = 1_000;
  expect(client.write(Buffer.alloc(10))).toBe(true);
  expect([socket.written, socket.isDestroyed, gone]).toEqual([10, false, []]);
  socket.writableLength = 1_001;
  expect(client.write(Buffer.alloc(10))).toBe(false);
  expect([socket.written, socket.isDestroyed, client.isGone, gone]).toEqual([10, true, true, [client]]);
  // Who is gone is told nothing more, and is not counted as cut again.
  expect(client.write(Buffer.alloc(10))).toBe(true);
  expect(socket.written).toBe(10);
});

it('a stream is not cut for the hall that it was welcomed with', () => {
  const { client, socket } = aStream(1_000);
  client.welcome(Buffer.alloc(5_000));
  socket.writableLength = 6_000;
  expect(client.write(Buffer.alloc(10))).toBe(true);
  socket.writableLength = 6_001;
  expect(client.write(Buffer.alloc(10))).toBe(false);
});
