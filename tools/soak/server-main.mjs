// The built server with a shorter day: keys of retries are kept for as many milliseconds as the argument says. It is no
// setting, because what the server promises is a day; a soak of an hour would see nothing pruned.
import { compose } from '../../server/dist/composition.js';
import { readConfig } from '../../server/dist/config.js';

const keyMemoryMs = Number(process.argv[2]);
const server = await compose(readConfig(process.env), () => process.exit(1), { boxOffice: { keyMemoryMs } });
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
await server.listen();
