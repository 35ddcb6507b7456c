import { parseArgs } from 'node:util';
import { isTemplate, templates, type TemplateName } from '../../server/src/plans/templates/index.ts';
import { languages, REHEARSAL_PEOPLE_MAX as PEOPLE_MAX, type Language } from '@jari/contract';
import { usualSettings } from '../../rehearsal/src/settings.ts';

export const usage = `Usage: npm run rehearsal -- [--plan arena] [--people 1000] [--open-in 30s] …

Plays a sale with scripted people, and says of each promise whether it held. Without --url it starts a set-up for it and
ends it afterwards. The event is made for the rehearsal, marked as one, in no list, and closed at the end.

  --plan NAME        the hall: ${Object.keys(templates).join(', ')} (theatre)
  --event ID         a copy of this event of the set-up instead: its hall, prices, rules and waiting room
  --people N         how many come, up to ${PEOPLE_MAX.toLocaleString('en')} (${usualSettings.people.toLocaleString('en')})
  --open-in TIME     until the sale opens: 30s, 2m (30s)
  --lasts TIME       when everybody goes home at the latest, from the opening (10m)
  --seed N           other people, or the same ones again (1)
  --pace N           people are so many times as quick as usual (1)
  --streams N        how many watch the hall live, with a stream of their own (50)
  --per-minute N     how many the doors let in, where there is no --event (3600)
  --inside N         how many may be inside at once, likewise (800)
  --url URL          a set-up that runs already, with --token or JARI_TOKEN: an organiser's or the owner's
  --stack            starts PostgreSQL, Redis, two servers and the gateway for it; else one embedded server
  --out FILE         where the report goes (rehearsal-report.html)
  --lang ko|en       the language in which the report opens (that of your terminal)
  --history FILE     what everybody asked and was told, with times, for npm run check-history; the log beside it

Ctrl-C ends the sale early; what has happened is judged and reported. A token in --token can be seen by others who list
processes on this machine, one in JARI_TOKEN cannot.`;

export interface Options {
  readonly plan: TemplateName;
  readonly event: string | undefined;
  readonly people: number;
  readonly openInMs: number;
  readonly lastsMs: number;
  readonly seed: number;
  readonly pace: number;
  readonly streams: number;
  readonly perMinute: number | undefined;
  readonly inside: number | undefined;
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly isStack: boolean;
  readonly out: string;
  readonly language: Language;
  readonly history: string | undefined;
}

/** Something in the command line that cannot be meant. */
export class UsageError extends Error {}

/** Undefined when it is the usage that was asked for. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | undefined {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  const plan = values.plan ?? 'theatre';
  if (!isTemplate(plan)) throw new UsageError(`--plan is one of ${Object.keys(templates).join(', ')}.`);
  if (values.event !== undefined && values.plan !== undefined) {
    throw new UsageError('--event brings its own hall: leave --plan out.');
  }
  if (values.event !== undefined && values.url === undefined) {
    throw new UsageError('--event names an event of a set-up: say which with --url.');
  }
  const token = values.token ?? env['JARI_TOKEN'];
  if (values.url !== undefined && (token === undefined || token === '')) {
    throw new UsageError('--url needs an organiser’s token: JARI_TOKEN=… npm run rehearsal -- --url …');
  }
  return {
    ...{ plan, event: values.event, url: values.url, token, isStack: values.stack === true },
    people: whole('people', values.people, usualSettings.people, PEOPLE_MAX),
    openInMs: time('open-in', values['open-in'], usualSettings.openInMs),
    lastsMs: time('lasts', values.lasts, usualSettings.lastsMs),
    seed: whole('seed', values.seed, usualSettings.seed),
    pace: whole('pace', values.pace, usualSettings.pace, 1_000),
    streams: whole('streams', values.streams, usualSettings.streams, 5_000),
    perMinute: optional('per-minute', values['per-minute']),
    inside: optional('inside', values.inside),
    out: values.out ?? 'rehearsal-report.html',
    language: values.lang === undefined ? languageOf(env) : readLanguage(values.lang),
    history: values.history,
  };
}

/** The language of whoever runs a program, as their terminal tells it. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  return (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').startsWith('ko') ? 'ko' : 'en';
}

function readLanguage(text: string): Language {
  const language = languages.find((it) => it === text);
  if (language !== undefined) return language;
  throw new UsageError(`--lang is one of ${languages.join(', ')}.`);
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ plan: text, event: text, people: text, 'open-in': text, lasts: text, seed: text, pace: text },
        ...{ streams: text, 'per-minute': text, inside: text, url: text, token: text, out: text },
        ...{ lang: text, history: text },
        stack: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string | undefined, usual: number, max = 2 ** 31): number {
  if (text === undefined) return usual;
  const value = Number(text.replace(/[,_]/g, ''));
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new UsageError(
    `--${name} takes a whole number from 1 to ${max.toLocaleString('en')}, not “${text}”.`,
  );
}

function optional(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : whole(name, text, 1);
}

const UNITS: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000 };

function time(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const [, count, unit = ''] = /^(\d+)(s|m|)$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? NaN);
  if (ms >= 1_000 && ms <= 3_600_000) return ms;
  throw new UsageError(`--${name} takes a time like 30s or 5m, from a second to an hour, not “${text}”.`);
}
