import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { DecisionCollatorFactory } from './DecisionCollatorFactory';

const scheduleKey = 'search.collators.adr.schedule';

/**
 * Puts the decision records of all components into the search index, every minute unless
 * `search.collators.adr.schedule` says otherwise.
 *
 * @public
 */
export const searchModuleAdr = createBackendModule({
  pluginId: 'search',
  moduleId: 'adr-collator',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        indexRegistry: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        config,
        discovery,
        indexRegistry,
        logger,
        scheduler,
      }) {
        const schedule = config.has(scheduleKey)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(scheduleKey),
            )
          : {
              frequency: { minutes: 1 },
              timeout: { minutes: 5 },
              initialDelay: { seconds: 10 },
            };
        indexRegistry.addCollator({
          schedule: scheduler.createScheduledTaskRunner(schedule),
          factory: new DecisionCollatorFactory({
            auth,
            discovery,
            logger,
            fetch,
          }),
        });
      },
    });
  },
});
