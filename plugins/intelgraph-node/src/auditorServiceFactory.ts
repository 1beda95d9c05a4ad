import {
  coreServices,
  createServiceFactory,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { DefaultAuditorService } from '@backstage/backend-defaults/auditor';
import { InputError, toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { auditFact } from './domain/auditFact';
import { outboxesServiceRef } from './outboxesServiceRef';

const CONFIG_ROOT = 'backend.auditor';
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];
const DEFAULT_LEVELS = {
  low: 'debug',
  medium: 'info',
  high: 'info',
  critical: 'info',
} as const;
type Severity = keyof typeof DEFAULT_LEVELS;

/** As Backstage's own auditor reads it. */
function readLevels(config: RootConfigService): Record<Severity, Level> {
  const read = (severity: Severity): Level => {
    const key = `${CONFIG_ROOT}.severityLogLevelMappings.${severity}`;
    const value = config.getOptionalString(key) ?? DEFAULT_LEVELS[severity];
    const level = LEVELS.find(one => one === value);
    if (!level) {
      throw new InputError(
        `The configuration value for '${key}' was given an invalid value: '${value}'. Expected one of the following valid values: '${LEVELS.join(
          ', ',
        )}'.`,
      );
    }
    return level;
  };
  return {
    low: read('low'),
    medium: read('medium'),
    high: read('high'),
    critical: read('critical'),
  };
}

/**
 * The auditor of every plugin. Logs as Backstage's own does, and records what ended and matters (severity
 * medium and above) as facts. Whoever audits does not wait for the recording, and never fails by it: the log has
 * the event in any case.
 *
 * The outbox of a plugin is opened at its first fact, so that plugins that never have one get no tables.
 *
 * @public
 */
export const auditorServiceFactory = createServiceFactory({
  service: coreServices.auditor,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
    database: coreServices.database,
    discovery: coreServices.discovery,
    httpAuth: coreServices.httpAuth,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    outboxes: outboxesServiceRef,
    plugin: coreServices.pluginMetadata,
  },
  factory({ config, httpAuth, outboxes, ...deps }) {
    const { auth, lifecycle, logger, plugin } = deps;
    const levels = readLevels(config);
    const auditLogger = logger.child({ isAuditEvent: true });
    const pending = new Set<Promise<void>>();
    let isReported = false;

    // Not awaited: the caller may be in a transaction that holds the only connection to the database.
    const record = (fact: NonNullable<ReturnType<typeof auditFact>>) => {
      const recording = (async () => {
        try {
          const outbox = await outboxes.open(deps);
          await outbox.record(outbox.knex, fact);
        } catch (error) {
          if (!isReported) {
            isReported = true;
            logger.warn(
              `Audit events of ${plugin.getId()} are logged, but can't be recorded as facts`,
              toError(error),
            );
          }
        }
      })().finally(() => pending.delete(recording));
      pending.add(recording);
    };
    lifecycle.addShutdownHook(async () => {
      await Promise.all(pending);
    });

    return DefaultAuditorService.create(
      event => {
        const message = `${event.plugin}.${event.eventId}`;
        const level = levels[event.severityLevel];
        if ('error' in event) {
          const { error, ...rest } = event;
          auditLogger.child(rest as JsonObject)[level](message, error);
        } else {
          auditLogger[level](message, event as JsonObject);
        }
        const fact = auditFact(event, new Date());
        if (fact) record(fact);
      },
      { auth, httpAuth, plugin },
    );
  },
});
