export { newKey } from '@jari/client/new-key';
