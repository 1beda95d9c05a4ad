import { createConfigSecretEnumerator } from '@backstage/backend-defaults/rootConfig';
import {
  WinstonLogger,
  WinstonLoggerLevelOverride,
} from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { format, transports } from 'winston';
import { loadSecretsSchema } from './configSchema';

const LEVELS = ['error', 'warn', 'info', 'debug'];

/**
 * The logger of Backstage, which leaves out what the configuration calls a secret. It differs in one thing: the
 * schema that says what is secret is not compiled at each start.
 */
export const rootLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: { config: coreServices.rootConfig },
  async factory({ config }) {
    const logger = WinstonLogger.create({
      meta: {
        service: 'backstage',
        ...config.getOptionalConfig('backend.logger.meta')?.get<JsonObject>(),
      },
      level:
        process.env.LOG_LEVEL ||
        config.getOptionalString('backend.logger.level') ||
        'info',
      format:
        process.env.NODE_ENV === 'production'
          ? format.json()
          : WinstonLogger.colorFormat(),
      transports: [new transports.Console()],
    });
    const secretsOf = await createConfigSecretEnumerator({
      logger,
      schema: await loadSecretsSchema({
        directory: process.cwd(),
        onSchemaError: error => logger.warn(error.message),
      }),
    });
    const apply = () => {
      logger.addRedactions(secretsOf(config));
      logger.setLevelOverrides(overridesOf(config));
    };
    apply();
    config.subscribe?.(apply);
    return logger;
  },
});

function overridesOf(config: RootConfigService): WinstonLoggerLevelOverride[] {
  const overrides =
    config.getOptionalConfigArray('backend.logger.overrides') ?? [];
  return overrides.map((override, index) => {
    const level = override.getString('level');
    if (!LEVELS.includes(level)) {
      throw new Error(
        `backend.logger.overrides[${index}].level is "${level}"; it has to be one of ${LEVELS.join(
          ', ',
        )}`,
      );
    }
    return {
      level,
      matchers: override
        .getConfig('matchers')
        .get<WinstonLoggerLevelOverride['matchers']>(),
    };
  });
}
