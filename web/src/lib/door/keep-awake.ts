/**
 * Keeps the screen on until the returned function is called. A browser gives the lock up by itself whenever the page is
 * hidden, as by a call or another app, and never takes it again: it is asked for at every return.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;
  const take = async () => {
    const given = await navigator.wakeLock?.request('screen').catch(() => undefined);
    if (isOver) void given?.release();
    else lock = given;
  };
  const ask = () => {
    if (!document.hidden) void take();
  };
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
