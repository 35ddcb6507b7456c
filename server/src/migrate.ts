import { migrateDatabase } from './adapters/postgres/postgres.ts';
import { ConfigError, readConfig } from './config.ts';

/**
 * `npm run migrate`: brings the database of DATABASE_URL to the newest schema, as a start of the server
 * would. For deployments whose server may not change the schema.
 */
async function main(): Promise<void> {
  const { databaseUrl } = readConfig(process.env);
  if (databaseUrl === undefined) {
    throw new ConfigError(
      'DATABASE_URL is not set. The embedded database is migrated when the server starts.',
    );
  }
  const applied = await migrateDatabase(databaseUrl);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
