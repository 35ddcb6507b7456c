import { parseArgs } from 'node:util';

export const usage = `Usage: npm run attack -- [--requests 1e6] [--seed N] [--url ADDRESS --token TOKEN] [--resume FILE] [--scanners]

  --requests N    how many requests to send (100000)
  --seed N        what they are drawn from (by chance; it is printed)
  --at-once N     how many are on their way at the same time (16)
  --url ADDRESS   a Jari that runs and may be ruined; without it a stack is started for it
  --token TOKEN   its owner's token
  --resume FILE   go on where this file says, and keep it up to date
  --scanners      instead: wapiti, slowhttptest and sqlmap against a stack
  --minutes N     how long each scanner may take (5)`;

export interface Options {
  readonly requests: number;
  readonly seed: number;
  readonly atOnce: number;
  readonly target: { readonly url: string; readonly token: string } | undefined;
  readonly resume: string | undefined;
  readonly isScanning: boolean;
  readonly minutes: number;
  readonly isHelp: boolean;
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      'at-once': { type: 'string', default: '16' },
      url: { type: 'string' },
      token: { type: 'string' },
      resume: { type: 'string' },
      scanners: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  const { url, token } = values;
  if ((url === undefined) !== (token === undefined)) throw new Error('--url and --token go together.');
  return {
    requests: positive('requests', values.requests),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : positive('seed', values.seed),
    atOnce: positive('at-once', values['at-once']),
    target: url === undefined || token === undefined ? undefined : { url, token },
    resume: values.resume,
    isScanning: values.scanners,
    minutes: positive('minutes', values.minutes),
    isHelp: values.help,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number.`);
  return value;
}
