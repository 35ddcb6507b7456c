import { spawn, spawnSync } from 'node:child_process';

export interface Scanned {
  readonly output: string;
  /** Undefined: it was ended, because its time was over. */
  readonly code: number | undefined;
}

/** Runs a scanner for at most so long, with a home folder of its own, and returns what it wrote. */
export function scan(
  program: string,
  args: readonly string[],
  { home, timeoutMs }: { readonly home: string; readonly timeoutMs: number },
): Promise<Scanned> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, TERM: 'dumb' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (text: Buffer) => void (output += text.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ output, code: isOver ? undefined : (code ?? undefined) });
    });
  });
}

/** Whether Debian's package has been installed: apt-get install wapiti slowhttptest sqlmap. */
export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
