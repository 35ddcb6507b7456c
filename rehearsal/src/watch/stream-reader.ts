import type { IncomingMessage } from 'node:http';

export interface StreamMessage {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** The messages of a stream as they come, until it ends or is cut. */
export async function* readStream(stream: IncomingMessage): AsyncGenerator<StreamMessage> {
  stream.setEncoding('utf8');
  let text = '';
  for await (const part of stream) {
    text += String(part);
    let end = text.indexOf('\n\n');
    let begin = 0;
    while (end !== -1) {
      const message = readMessage(text.slice(begin, end));
      if (message !== undefined) yield message;
      begin = end + 2;
      end = text.indexOf('\n\n', begin);
    }
    text = text.slice(begin);
  }
}

/** Undefined for a heartbeat and the like. */
function readMessage(text: string): StreamMessage | undefined {
  let [id, event, data] = ['', '', ''];
  for (const line of text.split('\n')) {
    if (line.startsWith('id: ')) id = line.slice(4);
    else if (line.startsWith('event: ')) event = line.slice(7);
    else if (line.startsWith('data: ')) data = line.slice(6);
  }
  return id === '' || data === '' ? undefined : { id, event, data };
}
