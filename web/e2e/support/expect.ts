import { expect as playwrightExpect } from '@playwright/test';

/** Patient: a busy machine is slow, not wrong. Nothing here measures time. */
export const expect = playwrightExpect.configure({ timeout: 15_000 });
