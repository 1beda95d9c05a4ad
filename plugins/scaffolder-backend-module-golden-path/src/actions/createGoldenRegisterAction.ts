import { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { isRepositoryName } from '@companyos/local-git';
import { CreateServiceDeps } from '../createService';
import { GoldenPathConfig } from '../readGoldenPathConfig';
import { registerService } from '../registerService';
import { examples } from './createGoldenRegisterAction.examples';

/**
 * The action `companyos:golden:register`: after `publish:github`, makes the catalog read the new repository
 * and waits until it shows the component. Only files of the configured organisation can be registered. A dry
 * run changes nothing.
 *
 * @public
 */
export function createGoldenRegisterAction(
  deps: CreateServiceDeps & { auth: AuthService; config: GoldenPathConfig },
) {
  const { publish } = deps.config;
  return createTemplateAction({
    id: 'companyos:golden:register',
    description: 'Registers a service that was published to GitHub',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().describe('Name of the service and repository'),
      },
      output: {
        entityRef: z => z.string().describe('The component in the catalog'),
        catalogInfoUrl: z => z.string().describe('The file that describes it'),
      },
    },
    async handler(ctx) {
      const { name } = ctx.input;
      if (publish.kind !== 'github') {
        throw new InputError(
          'This portal publishes to the embedded git folder, which the catalog follows by itself',
        );
      }
      if (!isRepositoryName(name)) {
        throw new InputError(
          'The name must be 1 to 63 lower-case letters, digits and inner hyphens',
        );
      }
      const entityRef = stringifyEntityRef({
        kind: 'component',
        namespace: 'default',
        name,
      });
      const catalogInfoUrl = `https://${publish.host}/${publish.organization}/${name}/blob/main/catalog-info.yaml`;
      if (!ctx.isDryRun) {
        await registerService(deps, {
          entityRef,
          catalogInfoUrl,
          credentials: await ctx.getInitiatorCredentials(),
          signal: ctx.signal,
          log: line => ctx.logger.info(line),
        });
      }
      ctx.output('entityRef', entityRef);
      ctx.output('catalogInfoUrl', catalogInfoUrl);
    },
  });
}
