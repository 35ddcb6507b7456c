/** One message of a server-sent event stream. */
export interface SseMessage {
  readonly event: string;
  /** What this message itself says where it stands; unlike in the standard, it is not inherited by the next. */
  readonly id?: string;
  readonly data: string;
}

/**
 * Reads `text/event-stream`. We read the stream ourselves because the browser's `EventSource` hides comment
 * lines, and the heartbeat is one: without seeing it, a dead connection looks like a quiet hall.
 */
export class SseParser {
  private rest = '';
  private event = '';
  private id: string | undefined;
  private data: string[] = [];

  /** Takes the next piece of text, cut anywhere, and gives the messages that it completes. */
  push(text: string): SseMessage[] {
    const messages: SseMessage[] = [];
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const rawLine of lines) {
      const line = rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine;
      if (line === '') {
        if (this.data.length > 0)
          messages.push({
            event: this.event || 'message',
            ...(this.id === undefined ? {} : { id: this.id }),
            data: this.data.join('\n'),
          });
        this.event = '';
        this.id = undefined;
        this.data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') this.event = value;
      else if (field === 'id') this.id = value;
      else if (field === 'data') this.data.push(value);
    }
    return messages;
  }
}
