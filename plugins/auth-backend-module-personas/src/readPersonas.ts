import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** One of the example people, as configured. */
export interface Persona {
  /** Name of a User entity in the default namespace. */
  name: string;
  /** What this person is in the organisation, in words. */
  role: string;
  /** One sentence about what one sees as this person. */
  summary: string;
}

/** The personas of an installation, and how far they may be reached. */
export interface PersonasOptions {
  people: Persona[];
  allowRemote: boolean;
  /** Host names by which a browser may address the personas, lower case. */
  allowedHosts: ReadonlySet<string>;
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set([
  'localhost',
  '127.0.0.1',
  '::1',
  '[::1]',
]);

/**
 * Reads `auth.providers.personas`.
 *
 * @param config - the root configuration
 * @param nodeEnv - the value of `NODE_ENV`
 * @returns undefined when personas are not configured, which is how production runs
 * @throws Error with one sentence when they are configured where they must not be:
 *   anything but a development environment, or a back end that other machines reach
 * @throws InputError when the list of people is malformed
 */
export function readPersonas(
  config: Config,
  nodeEnv: string | undefined,
): PersonasOptions | undefined {
  if (!config.has('auth.providers.personas')) {
    return undefined;
  }
  const personas = config.getConfig('auth.providers.personas');
  const allowRemote = personas.getOptionalBoolean('allowRemote') ?? false;

  const refuse = (reason: string): never => {
    throw new Error(
      `Sign-in without a password (auth.providers.personas) is for development on one machine only: ${reason}. Set auth.providers.personas to null, or fix that setting.`,
    );
  };
  for (const key of ['auth.environment', 'companyos.environment']) {
    const value = config.getOptionalString(key);
    if (value !== 'development') {
      refuse(`${key} is ${value ? `"${value}"` : 'not set'}`);
    }
  }
  if (nodeEnv === 'production') {
    refuse('NODE_ENV is "production"');
  }
  const host = readListenHost(config);
  if (!allowRemote && !LOOPBACK_HOSTS.has(host)) {
    refuse(
      `the back end listens on ${
        host ? `"${host}"` : 'every network interface'
      } instead of 127.0.0.1 (backend.listen.host)`,
    );
  }

  const allowedHosts = new Set(LOOPBACK_HOSTS);
  for (const key of ['app.baseUrl', 'backend.baseUrl']) {
    const url = config.getOptionalString(key);
    if (url) {
      allowedHosts.add(new URL(url).hostname.toLowerCase());
    }
  }
  return { people: readPeople(personas), allowRemote, allowedHosts };
}

function readPeople(personas: Config): Persona[] {
  const people = personas.getConfigArray('people').map(person => ({
    name: person.getString('name'),
    role: person.getString('role'),
    summary: person.getString('summary'),
  }));
  if (people.length === 0) {
    throw new InputError(
      'auth.providers.personas.people is empty: name at least one User entity',
    );
  }
  const names = people.map(person => person.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(
      `auth.providers.personas.people names "${twice}" more than once`,
    );
  }
  return people;
}

/** The same reading as the root HTTP router's: `<port>`, `<host>:<port>` or an object. */
function readListenHost(config: Config): string {
  const listen = config.getOptional('backend.listen');
  if (typeof listen === 'string') {
    const lastColon = listen.lastIndexOf(':');
    return lastColon < 0 ? '' : listen.slice(0, lastColon).toLowerCase();
  }
  if (listen && typeof listen === 'object') {
    return (
      config.getOptionalString('backend.listen.host') ?? ''
    ).toLowerCase();
  }
  return '';
}
