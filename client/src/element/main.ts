import { JariHallElement } from './jari-hall.ts';

// A page that loads it twice, or another version besides, keeps the first.
if (customElements.get('jari-hall') === undefined) customElements.define('jari-hall', JariHallElement);
