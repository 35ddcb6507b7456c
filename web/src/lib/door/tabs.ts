/** What a phone shows of the door at a time. */
export const TABS = ['scan', 'find', 'overview'] as const;
export type Tab = (typeof TABS)[number];
