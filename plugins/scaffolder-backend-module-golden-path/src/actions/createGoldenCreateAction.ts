import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { UserEntity } from '@backstage/catalog-model';
import { TemplateFolder } from '@companyos/golden-engine';
import { CommitAuthor } from '@companyos/local-git';
import { createService, CreateServiceDeps } from '../createService';
import { getTemplate } from '../getTemplate';
import { GoldenPathConfig } from '../readGoldenPathConfig';
import { renderService } from '../renderService';
import { toAnswers } from '../toAnswers';
import { writeService } from '../writeService';
import { examples } from './createGoldenCreateAction.examples';

/**
 * The action `companyos:golden:create`: renders a golden-path template into the workspace, publishes it to
 * the embedded git folder, and waits until the catalog shows the component. Running it again with the same
 * template, name and owner finds what is there; a name that belongs to somebody else is a ConflictError.
 *
 * Where the portal publishes to GitHub it renders and checks the name only, and its outputs `publishTarget`
 * and `repoUrl` are what the following steps `publish:github` and `companyos:golden:register` need.
 *
 * A dry run renders into the workspace and changes nothing else.
 *
 * @public
 */
export function createGoldenCreateAction(
  deps: CreateServiceDeps & {
    templates: TemplateFolder;
    config: GoldenPathConfig;
  },
) {
  const { config } = deps;
  return createTemplateAction({
    id: 'companyos:golden:create',
    description:
      'Creates a service from a golden-path template: repository, first commit and catalog entry',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        template: z => z.string().describe('Name of the golden-path template'),
        version: z =>
          z
            .string()
            .optional()
            .describe('A released version; by default the newest'),
        answers: z =>
          z
            .record(z.unknown())
            .describe(
              'The answers to the questions of the template, `name` and `owner` among them',
            ),
      },
      output: {
        entityRef: z => z.string().describe('The component in the catalog'),
        publishTarget: z =>
          z
            .enum(['local-git', 'github'])
            .describe('Where the portal publishes'),
        repoUrl: z =>
          z
            .string()
            .describe(
              'For GitHub, the input of publish:github; else the same as remoteUrl',
            ),
        remoteUrl: z => z.string().describe('URL of the source'),
        cloneUrl: z => z.string().describe('What git clone takes'),
        cloneCommand: z => z.string().describe('Clones it into a new folder'),
        commit: z =>
          z
            .string()
            .optional()
            .describe('The first commit; none in a dry run or for GitHub'),
        created: z =>
          z
            .boolean()
            .describe('False when an earlier run had made it, or in a dry run'),
        filesCount: z => z.number().describe('How many files it has'),
        templateDigest: z => z.string().describe('Identity of the template'),
        lockDigest: z => z.string().describe('Digest of the lock file'),
      },
    },
    async handler(ctx) {
      const { template, version, answers } = ctx.input;
      const service = renderService(
        await getTemplate(deps.templates, template, version),
        toAnswers(answers),
      );
      await writeService(ctx.workspacePath, service.files);
      ctx.logger.info(
        `Rendered ${service.files.length} files from ${service.template}@${service.version}`,
      );
      ctx.output('entityRef', service.entityRef);
      ctx.output('publishTarget', config.publish.kind);
      ctx.output('filesCount', service.files.length);
      ctx.output('templateDigest', service.templateDigest);
      ctx.output('lockDigest', service.lockDigest);

      if (config.publish.kind === 'github') {
        const { host, organization } = config.publish;
        const remoteUrl = `https://${host}/${organization}/${service.name}`;
        const query = new URLSearchParams({
          owner: organization,
          repo: service.name,
        });
        await deps.names.assertFree({
          name: service.name,
          owner: service.owner.entityRef,
          // Registered by an earlier run of the same wish.
          exceptSource: `url:${remoteUrl}/`,
        });
        ctx.output('repoUrl', `${host}?${query}`);
        ctx.output('remoteUrl', remoteUrl);
        ctx.output('cloneUrl', `${remoteUrl}.git`);
        ctx.output(
          'cloneCommand',
          cloneCommand(`${remoteUrl}.git`, service.name),
        );
        ctx.output('created', false);
        return;
      }

      const id = { owner: service.owner.folder, name: service.name };
      const remoteUrl = deps.urls.tree(id);
      const cloneUrl = deps.localGit.clonePath(id);
      ctx.output('repoUrl', remoteUrl);
      ctx.output('remoteUrl', remoteUrl);
      ctx.output('cloneUrl', cloneUrl);
      ctx.output('cloneCommand', cloneCommand(cloneUrl, service.name));
      if (ctx.isDryRun) {
        for (const { message } of await deps.names.problems({
          name: service.name,
          owner: service.owner.entityRef,
          except: `${id.owner}/${id.name}`,
        })) {
          ctx.logger.warn(message);
        }
        ctx.output('created', false);
        return;
      }

      const created = await createService(deps, {
        service,
        credentials: await ctx.getInitiatorCredentials(),
        author: authorOf(ctx.user?.entity) ?? config.defaultAuthor,
        signal: ctx.signal,
        log: line => ctx.logger.info(line),
        checkpoint: (key, fn) => ctx.checkpoint({ key, fn }),
      });
      ctx.output('commit', created.commit);
      ctx.output('created', created.created);
    },
  });
}

/** The person who asks, if the catalog knows what to call them. */
function authorOf(user: UserEntity | undefined): CommitAuthor | undefined {
  if (!user) return undefined;
  const { displayName, email } = user.spec.profile ?? {};
  return {
    name: displayName ?? user.metadata.title ?? user.metadata.name,
    email: email ?? `${user.metadata.name}@users.companyos.invalid`,
  };
}

/** For a POSIX shell. */
function cloneCommand(cloneUrl: string, name: string): string {
  const quoted = /^[\w./:@-]+$/.test(cloneUrl)
    ? cloneUrl
    : `'${cloneUrl.replaceAll("'", "'\\''")}'`;
  return `git clone ${quoted} ${name}`;
}
