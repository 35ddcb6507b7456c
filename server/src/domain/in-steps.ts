/** Work that pauses now and then; what to do in a pause is its runner's. This one does nothing. */
export function allAtOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
