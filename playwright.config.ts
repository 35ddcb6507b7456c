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
  // In CI, on machines that are shared, a test may try twice; one that needed to is named at the end of the run.
  retries: process.env['CI'] ? 1 : 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    // Recording costs a fifth of the time; where a test may try twice, the second try is recorded.
    trace: process.env['CI'] ? 'on-first-retry' : 'retain-on-failure',
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
