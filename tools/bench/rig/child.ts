import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { StackFolder } from '../../stack/stack-folder.ts';

/** Has the process end with the bench, however the bench ends. */
export function endsWith(folder: StackFolder, child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  folder.willEnd(pid, 'TERM');
  child.once('exit', () => folder.hasEnded(pid));
}

/** Runs a program to its end and resolves to what it wrote. Rejects when it fails. */
export async function runToEnd(
  folder: StackFolder,
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  // Detached: a Ctrl-C is for us, and we end the programs in order.
  const child = spawn(file, [...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  endsWith(folder, child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code ?? 'a signal'}:\n${output}\n${errors}`);
  return output;
}
