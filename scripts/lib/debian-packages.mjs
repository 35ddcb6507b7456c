import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from './paths.mjs';
import { run } from './process-group.mjs';

/**
 * Installs Debian packages without starting what is in them.
 *
 * Debian's packages start their service when they are installed, unless /usr/sbin/policy-rc.d says no. We
 * put one there for the time of the installation and only if there is none; one that an interrupted run left
 * is recognised by its text and taken away too.
 */

const policyFile = '/usr/sbin/policy-rc.d';
const policy = '#!/bin/sh\n# Jari: no services while test packages are installed\nexit 101\n';
const timeoutMs = 300_000;

export const canInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

export function removePolicy() {
  if (existsSync(policyFile) && readFileSync(policyFile, 'utf8') === policy) rmSync(policyFile);
}

/** @param {string[]} args */
const aptGet = (args) =>
  run('/usr/bin/apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0', ...args], {
    cwd: root,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    timeoutMs,
  });

/**
 * @param {string[]} packages
 * @returns {Promise<string>} what apt-get said when it failed, else nothing
 */
export async function install(packages) {
  removePolicy();
  if (!existsSync(policyFile)) writeFileSync(policyFile, policy, { mode: 0o755 });
  try {
    let output = '';
    for (let attempt = 0; attempt < 2; attempt++) {
      const update = await aptGet(['update', '-qq']);
      const outcome = await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
      if (outcome.code === 0) return '';
      output = `${update.output}\n${outcome.output}`.trim();
    }
    return output;
  } finally {
    removePolicy();
  }
}
