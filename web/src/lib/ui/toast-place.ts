/**
 * Marks what toasts may cover on a narrow screen: the stage, which says nothing. Without such a place they appear
 * below the header. On wide screens they have a corner to themselves; see ToastRegion.
 */
export function toastPlace(element: HTMLElement): () => void {
  const { style } = document.documentElement;
  let frame = 0;
  const place = () => {
    frame = 0;
    style.setProperty('--toast-top', `${Math.max(8, Math.round(element.getBoundingClientRect().top))}px`);
  };
  const soon = () => (frame ||= requestAnimationFrame(place));
  const sizes = new ResizeObserver(soon);
  sizes.observe(document.body);
  addEventListener('scroll', soon, { passive: true });
  soon();
  return () => {
    cancelAnimationFrame(frame);
    sizes.disconnect();
    removeEventListener('scroll', soon);
    style.removeProperty('--toast-top');
  };
}
