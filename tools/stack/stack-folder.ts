import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The temporary folder of one stack, and the guard that nothing of it outlives us: a shell that holds the
 * other end of a pipe. When the pipe closes, however this process ended (kill -9 included), it ends what is
 * listed in `ends` by process id and removes the folder.
 */
export class StackFolder {
  readonly path: string;
  private readonly guard: ChildProcess;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'jari-stack-'));
    // PostgreSQL and nginx's workers run as another user, which must be able to pass through.
    chmodSync(this.path, 0o711);
    // Detached: Ctrl-C in a terminal reaches the whole foreground group, and must not reach the guard.
    this.guard = spawn('sh', ['-c', guardScript, this.path], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.guard.unref();
  }

  /** A folder of its own for one program. */
  folder(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Has the process ended by this signal when we are gone. */
  willEnd(pid: number, signal: 'TERM' | 'INT'): void {
    appendFileSync(join(this.path, 'ends'), `${signal} ${pid}\n`);
  }

  /**
   * The same for a process that is not our child, which is named by the first line of a file in the folder it works
   * in: the database of a Patroni outlives its Patroni.
   */
  willEndByFile(pidFile: string, signal: 'TERM' | 'INT' | 'QUIT'): void {
    appendFileSync(join(this.path, 'files'), `${signal} ${pidFile}\n`);
  }

  /** Forgets a process that has ended, so that no later process with the same number is ended. */
  hasEnded(pid: number): void {
    appendFileSync(join(this.path, 'ends'), `gone ${pid}\n`);
  }

  /** Ends what still runs and removes everything. */
  async remove(): Promise<void> {
    if (this.guard.exitCode !== null || this.guard.signalCode !== null) return;
    const exited = once(this.guard, 'exit');
    this.guard.ref();
    this.guard.stdin?.end();
    await exited;
  }
}

// The number in a file may be another process's by now: it counts only for one that works in the file's folder.
const guardScript = `
cat > /dev/null
end_files() {
  [ -f "$0/files" ] && while read -r signal file; do
    pid=$(head -n 1 "$file" 2> /dev/null)
    [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd")" = "$(dirname "$file")" ] || continue
    kill -s CONT "$pid" 2> /dev/null
    kill -s "$signal" "$pid" 2> /dev/null
  done < "$0/files"
}
if [ -f "$0/ends" ]; then
  alive=$(awk '$1 == "gone" { delete s[$2]; next } { s[$2] = $1 } END { for (p in s) print s[p], p }' "$0/ends")
  echo "$alive" | while read -r signal pid; do [ -n "$pid" ] && kill -s "$signal" "$pid" 2> /dev/null; done
  for i in 1 2 3 4 5 6 7 8 9 10; do
    left=0
    for pid in $(echo "$alive" | cut -d' ' -f2); do kill -0 "$pid" 2> /dev/null && left=1; done
    [ "$left" = 0 ] && break
    sleep 0.2
  done
  for pid in $(echo "$alive" | cut -d' ' -f2); do kill -s KILL -- "-$pid" 2> /dev/null; done
fi
end_files
rm -rf "$0"`;
