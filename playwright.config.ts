import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/lib/requirements.mjs';

// Chromium keeps settings and caches in the home folder, which may be read-only and is none of our business.
const home = join(import.meta.dirname, '.cache', 'browser-home');
mkdirSync(home, { recursive: true });

const executablePath = findChromium();

export default defineConfig({
  testDir: 'web/e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  // A test that passes at the second try has found something, and is not repeated until it hides it.
  retries: 0,
  workers: 2,
  timeout: 30_000,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
      env: { ...process.env, HOME: home },
    },
  },
});
