import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../rig/free-port.ts';
import { Program } from './program.ts';
import { answers, basics } from './server.ts';
import type { StackFolder } from './stack-folder.ts';

export interface Gateway {
  readonly url: string;
  readonly program: Program;
  /** Of the access log, one JSON object a line. */
  readonly accessLog: string;
}

const startScript = fileURLToPath(new URL('../../gateway/start.sh', import.meta.url));
const builtWebApp = fileURLToPath(new URL('../../web/build', import.meta.url));

/** The gateway by its own start script, which is also the command of its Dockerfile. */
export async function prepareGateway(
  folder: StackFolder,
  nginx: string,
  env: Readonly<Record<string, string>>,
  name = 'gateway',
): Promise<Gateway> {
  const port = Number(env['GATEWAY_PORT'] ?? (await freePort()));
  const url = `http://127.0.0.1:${port}`;
  const home = folder.folder(name);
  const accessLog = `${home}/access.log`;
  const program = new Program(folder, {
    name,
    file: startScript,
    args: [],
    cwd: home,
    env: {
      ...basics(),
      GATEWAY_NGINX: nginx,
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      GATEWAY_RUN_DIR: home,
      GATEWAY_WORKERS: '2',
      ACCESS_LOG: accessLog,
      ...(existsSync(builtWebApp) ? { WEB_ROOT: builtWebApp } : {}),
      ...env,
    },
    endsBy: 'TERM',
    isReady: () => answers(`${url}/gateway/health`),
    readyTimeoutMs: 10_000,
  });
  return { url, program, accessLog };
}
