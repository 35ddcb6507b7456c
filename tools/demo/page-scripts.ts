/**
 * What runs in a filmed page beside the app. All looks are set by script because the page's policy allows no inline
 * styles; a popover lies above open dialogs too.
 */

const layer = `const lay = (element, style) => {
  element.popover = 'manual';
  Object.assign(element.style, {
    position: 'fixed', inset: 'auto', margin: '0', padding: '0', border: '0', background: 'none',
    overflow: 'visible', pointerEvents: 'none', ...style,
  });
  document.body.append(element);
  element.showPopover();
};`;

/** Shows where a finger touches, or a mouse presses. */
export const showTouches = `{ ${layer}
addEventListener('pointerdown', ({ clientX, clientY }) => {
  const dot = document.createElement('div');
  lay(dot, {
    left: clientX - 24 + 'px', top: clientY - 24 + 'px', width: '48px', height: '48px', borderRadius: '50%',
    background: 'rgb(255 190 90 / 0.55)', border: '3px solid rgb(255 255 255 / 0.9)', boxSizing: 'border-box',
  });
  dot.animate([{ transform: 'scale(0.5)' }, { transform: 'scale(1)' }, { transform: 'scale(1.3)', opacity: 0 }],
    { duration: 700, fill: 'forwards' }).finished.then(() => dot.remove());
}, true); }`;

/** Shows the mouse, which pictures of a page leave out. It glides where a hand would, and stays from page to page. */
export const showMouse = `{ ${layer}
const ns = 'http://www.w3.org/2000/svg';
const arrow = document.createElement('div');
const drawing = document.createElementNS(ns, 'svg');
drawing.setAttribute('viewBox', '0 0 24 24');
drawing.setAttribute('width', '30');
const path = document.createElementNS(ns, 'path');
for (const [name, value] of Object.entries({ d: 'M4 2v17l4.6-4.3 2.9 6.6 3-1.3-2.9-6.5H18z', fill: '#fff',
  stroke: '#111', 'stroke-width': '1.4', 'stroke-linejoin': 'round' })) path.setAttribute(name, value);
drawing.append(path);
arrow.append(drawing);
const move = (x, y) => {
  arrow.style.transform = 'translate(' + (x - 5) + 'px,' + (y - 2.5) + 'px)';
  sessionStorage.setItem('demo:mouse', JSON.stringify([x, y]));
};
addEventListener('DOMContentLoaded', () => {
  lay(arrow, { left: '0', top: '0' });
  move(...JSON.parse(sessionStorage.getItem('demo:mouse') ?? '[540,420]'));
  arrow.style.transition = 'transform 260ms ease-out';
});
addEventListener('pointermove', ({ clientX, clientY }) => {
  move(clientX, clientY);
  if (document.querySelector('dialog[open]') && arrow.isConnected) { arrow.hidePopover(); arrow.showPopover(); }
}, true); }`;

/** Stands in for the camera of a phone: it sees a dark foyer, and what \`demoCamera(picture)\` holds before it. */
export const standInCamera = `{
const canvas = document.createElement('canvas');
const side = canvas.width = canvas.height = 640;
const paint = canvas.getContext('2d');
let seen, since = 0;
const draw = () => {
  const light = paint.createLinearGradient(0, 0, side, side);
  light.addColorStop(0, '#41385a');
  light.addColorStop(1, '#15101f');
  paint.fillStyle = light;
  paint.fillRect(0, 0, side, side);
  const now = performance.now();
  if (seen) {
    const far = Math.max(0, 1 - (now - since) / 450) ** 2;
    paint.save();
    paint.translate(side / 2 + 4 * Math.sin(now / 400), side / 2 + 700 * far + 4 * Math.cos(now / 530));
    paint.rotate(0.05 + 0.01 * Math.sin(now / 700) + 0.3 * far);
    paint.fillStyle = '#fff';
    paint.beginPath();
    paint.roundRect(-200, -200, 400, 400, 24);
    paint.fill();
    paint.drawImage(seen, -180, -180, 360, 360);
    paint.restore();
  }
};
window.demoCamera = async (picture) => {
  const bytes = picture && Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  seen = bytes && await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  since = performance.now();
};
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
  draw();
  setInterval(draw, 60);
  return canvas.captureStream(16);
}; }`;
