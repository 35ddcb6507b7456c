/** Rings where the page is in the background; see wake-up.ts. */
addEventListener('message', ({ data }: MessageEvent<{ readonly id: number; readonly ms: number }>) => {
  setTimeout(() => postMessage(data.id), data.ms);
});
