import type { EventDetails, EventInput } from '@jari/contract';
import type { Answer, Question } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';
import { closed } from './copied-event.ts';
import { MarkedEvent } from './marked-event.ts';

/** The set-up did not do what the organiser asked of it. Its message is for the one who started the rehearsal. */
export class OrganiserRefused extends Error {}

/** What a rehearsal needs an organiser's token for: an event of its own, and the log of what happened in it. */
export class Organiser {
  constructor(
    private readonly wire: Wire,
    private readonly token: string,
  ) {}

  /** Makes the event. It is not played on before it has been asked whether it is marked. */
  async open(eventId: string, input: EventInput): Promise<MarkedEvent> {
    await this.ask({ method: 'PUT', path: `/api/v1/events/${eventId}`, body: input });
    return MarkedEvent.find(this.wire, eventId);
  }

  /** Nobody can buy there any more. */
  async close({ id }: MarkedEvent, input: EventInput, now: number): Promise<void> {
    await this.ask({ method: 'PUT', path: `/api/v1/events/${id}`, body: closed(input, now) });
  }

  /** An event as everybody may see it. */
  async read(eventId: string): Promise<EventDetails> {
    const { body } = await this.ask({ method: 'GET', path: `/api/v1/events/${eventId}` });
    return body as EventDetails;
  }

  /** Keeps a plan; what it answers is the plan's id. */
  async bringPlan(document: object): Promise<string> {
    const { body } = await this.ask({ method: 'POST', path: '/api/v1/admin/plans', body: document });
    return (body as { plan: { id: string } }).plan.id;
  }

  /** The exported log, as lines. */
  async log({ id }: MarkedEvent): Promise<string[]> {
    const stream = await this.wire.open(`/api/v1/admin/events/${id}/log`, this.headers);
    stream.setEncoding('utf8');
    let text = '';
    for await (const part of stream) text += String(part);
    if (stream.statusCode !== 200) throw new OrganiserRefused(`the log: ${String(stream.statusCode)}`);
    return text.split('\n').filter((line) => line !== '');
  }

  private async ask(question: Question): Promise<Answer> {
    const answer = await this.wire.ask({ ...question, headers: this.headers });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const why = answer.status === 0 ? 'no answer' : `${String(answer.status)} ${JSON.stringify(answer.body)}`;
    throw new OrganiserRefused(`${question.method} ${question.path}: ${why}`);
  }

  private get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}
