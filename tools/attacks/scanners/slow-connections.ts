import { scan } from './scan.ts';
import { watchAvailability } from './availability.ts';

/** slowhttptest's ways of holding connections, as its options say them. */
const WAYS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['headers that never end', ['-H', '-t', 'GET']],
  ['bodies that never end', ['-B', '-t', 'POST', '-s', '8192']],
  ['answers that are read slowly', ['-X', '-w', '10', '-y', '20', '-n', '5', '-z', '32', '-k', '3']],
  ['ranges that overlap', ['-R', '-t', 'HEAD', '-a', '10', '-b', '3000']],
];
const CONNECTIONS = 1_000;

/** Holds a thousand connections in each way; a visitor must go on being served. Says what went wrong. */
export async function trySlowConnections(url: string, home: string, seconds: number): Promise<string[]> {
  const findings: string[] = [];
  for (const [name, args] of WAYS) {
    const each = Math.max(10, Math.floor(seconds / WAYS.length));
    const visitor = watchAvailability(url);
    const { output } = await scan(
      'slowhttptest',
      [
        ...args,
        '-c',
        String(CONNECTIONS),
        '-r',
        '200',
        '-i',
        '5',
        '-l',
        String(each),
        '-u',
        `${url}/api/v1/seats`,
      ],
      { home, timeoutMs: (each + 30) * 1_000 },
    );
    const { asked, failed, slowestMs } = await visitor.stop();
    const said =
      /service available:\s*\S*?(YES|NO)/.exec(output.replaceAll(/\u001b\[[\d;]*m/g, ''))?.[1] ?? '?';
    console.log(
      `slowhttptest, ${name}: ${failed} of ${asked} visits failed, slowest ${slowestMs} ms; it says: available ${said}`,
    );
    if (failed > 0) findings.push(`slowhttptest, ${name}: ${failed} of ${asked} visits were not served`);
  }
  return findings;
}
