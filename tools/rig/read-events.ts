import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';

/** The events of an answer of type `text/event-stream`, until it ends; rejects when it is cut. */
export async function* readEvents(answer: Response): AsyncGenerator<EventSourceMessage> {
  if (answer.body === null || !answer.ok) throw new Error(`This is no stream of events: ${answer.status}`);
  yield* answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
}
