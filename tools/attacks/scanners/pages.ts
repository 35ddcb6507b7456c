import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scan } from './scan.ts';

interface Report {
  readonly vulnerabilities?: Readonly<
    Record<string, readonly { readonly path: string; readonly info: string }[]>
  >;
  readonly anomalies?: Readonly<Record<string, readonly { readonly path: string; readonly info: string }[]>>;
}

/** What wapiti may say, because it is meant to be so; with the reason. */
const MEANT: Readonly<Record<string, string>> = {
  'Content Security Policy Configuration':
    'the part for scripts stands in each page, with the hash of its first script',
};

/** Those that look for weaknesses. The others guess names of files and of programs that we are not, for hours. */
const MODULES =
  'csp,http_headers,cookieflags,exec,file,sql,blindsql,xss,permanentxss,crlf,redirect,backup,htaccess,methods,shellshock,xxe';

/** Says what wapiti found on the pages and the addresses that they lead to. */
export async function tryPages(url: string, home: string, seconds: number): Promise<string[]> {
  const file = join(home, 'wapiti.json');
  const starts = [
    '/',
    '/docs',
    '/api/v1/seats',
    '/api/v1/events/default',
    '/api/v1/events/default/changes?after=0',
    '/fcfs/status?event=default',
  ];
  const { output, code } = await scan(
    'wapiti',
    [
      ...[
        '-u',
        `${url}/`,
        ...starts.flatMap((path) => ['-s', url + path]),
        '--scope',
        'domain',
        '-m',
        MODULES,
      ],
      ...[
        '--max-scan-time',
        String(seconds),
        '--flush-session',
        '-f',
        'json',
        '-o',
        file,
        '-t',
        '10',
        '--no-bugreport',
      ],
    ],
    { home, timeoutMs: (seconds + 60) * 1_000 },
  );
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return [`wapiti wrote no report (${code ?? 'ended'}): ${output.slice(-800)}`];
  }
  const findings: string[] = [];
  for (const [kind, all] of Object.entries({ ...report.vulnerabilities, ...report.anomalies })) {
    for (const { path, info } of all) {
      const reason = MEANT[kind];
      console.log(
        `wapiti, ${kind} at ${path}: ${info.slice(0, 200)}${reason === undefined ? '' : ` (meant: ${reason})`}`,
      );
      if (reason === undefined) findings.push(`wapiti, ${kind} at ${path}: ${info}`);
    }
  }
  console.log(`wapiti: ${findings.length} findings`);
  return findings;
}
