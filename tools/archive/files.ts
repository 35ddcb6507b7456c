import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { verifyLog } from '../../rehearsal/src/verify-log/verify.ts';

/** The last change in a proved file: what the server is told that it may remove. */
export interface FileEnd {
  readonly path: string;
  readonly epoch: string;
  readonly from: number;
  readonly sequence: number;
  readonly head: string;
}

/** The archive has something in it that does not prove what happened. */
export class BadFile extends Error {}

/** Reads a file as a stranger would; throws when it does not prove itself from its first line to its last. */
export async function proved(path: string, event: string): Promise<FileEnd> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  const { header, head, findings } = await verifyLog(lines);
  const [finding] = findings;
  if (finding !== undefined) throw new BadFile(`${path}, line ${finding.line}: ${finding.problem}`);
  if (header?.event !== event) throw new BadFile(`${path} is not the log of ${event}.`);
  const { epoch, from, to } = header;
  return { path, epoch, from: from.sequence, sequence: to.sequence, head };
}

/** The newest file of an event in the archive, by the names that `keep` gives; undefined when there is none. */
export async function newest(folder: string, event: string): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const ends = (await readdir(folder)).flatMap((name) => {
    const match = /^(.+)\.\d+-(\d+)\.jari-log\.ndjson$/.exec(name);
    return match?.[1] === event ? [{ name, sequence: Number(match[2]) }] : [];
  });
  const last = ends.sort((a, b) => a.sequence - b.sequence).at(-1);
  return last === undefined ? undefined : join(folder, last.name);
}

/** Writes what comes to a file of no name that counts yet, and has the disk have it. */
export async function write(
  folder: string,
  event: string,
  parts: AsyncIterable<Uint8Array>,
): Promise<string> {
  const path = join(folder, `.${event}.part`);
  const file = await open(path, 'w');
  try {
    for await (const part of parts) await file.write(part);
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}

/** Gives a proved file its name, which says which changes it has; durable when it resolves. */
export async function keep(
  folder: string,
  event: string,
  { path, from, sequence }: FileEnd,
): Promise<string> {
  const kept = join(folder, `${event}.${from + 1}-${sequence}.jari-log.ndjson`);
  await rename(path, kept);
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
  return kept;
}
